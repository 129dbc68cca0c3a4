use async_trait::async_trait;
use chrono::{DateTime, Utc};
use registration::identifiers::Phone;

use super::Down;

/// The way to people's telephones, from number 1414. Replies come in by a route of their own.
#[async_trait]
pub trait Sms: Send + Sync {
    /// Sends a message. The same `id` sent again is the same message, so that a delivery may be
    /// repeated.
    async fn send(&self, message: SmsText) -> Result<(), Down>;
}

/// A message to a telephone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmsText {
    /// Names the message, so that a repetition is seen as one.
    pub id: String,
    /// To whom.
    pub to: Phone,
    /// What it says.
    pub text: String,
    /// When it was decided to send it.
    pub at: DateTime<Utc>,
}
