use async_trait::async_trait;
use registration::identifiers::Phone;

/// What comes in from outside, which the service itself takes in; gateways and the sandbox call it.
#[async_trait]
pub trait Inbound: Send + Sync {
    /// A telephone has sent a message to 1414. The same `id` again is the same message.
    ///
    /// # Errors
    /// A text for the log where it could not be taken in and must be handed over again.
    async fn sms_received(&self, sms: ReceivedSms) -> Result<(), String>;

    /// A gateway has said what became of a message that the service sent, by the name that the
    /// service gave it.
    fn sms_receipt(&self, id: &str, delivery: Delivery);

    /// The clock has been moved: what is due now has to be done now.
    fn clock_moved(&self);
}

/// A message from a telephone to 1414.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceivedSms {
    /// Names the message, so that a repetition is seen as one.
    pub id: String,
    /// Whose telephone sent it.
    pub from: Phone,
    /// What it says.
    pub text: String,
}

/// What became of a message to a telephone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// The telephone has it.
    Delivered,
    /// The carrier is still trying.
    UnderWay,
    /// The carrier has given up.
    Failed,
}
