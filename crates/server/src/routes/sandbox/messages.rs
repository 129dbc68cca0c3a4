use axum::{
    Json,
    extract::{Query, State},
};
use chrono::{DateTime, Utc};
use registration::identifiers::Phone;
use serde::{Deserialize, Serialize};

use super::broken;
use crate::{
    adapters::sandbox::{Sandbox, TelephoneMessage},
    error::{ApiError, Fault, FieldFault},
};

/// Which messages to list.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Wanted {
    /// Of which telephone; of all where it is left out. The plus may be left out or have become a
    /// space.
    phone: Option<String>,
    /// Only those with a higher `seq`.
    #[serde(default)]
    after: i64,
}

/// Messages, the oldest first, at most a thousand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct MessagesBody {
    messages: Vec<MessageBody>,
}

/// A message on a telephone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct MessageBody {
    /// Rises with each message of any telephone.
    pub(super) seq: i64,
    /// Whose telephone.
    phone: Phone,
    /// Whether the telephone sent it to 1414.
    reply: bool,
    /// What it says.
    text: String,
    /// When, by the sandbox clock.
    at: DateTime<Utc>,
}

impl From<TelephoneMessage> for MessageBody {
    fn from(message: TelephoneMessage) -> Self {
        Self {
            seq: message.seq,
            phone: message.phone,
            reply: message.reply,
            text: message.text,
            at: message.at,
        }
    }
}

/// What telephones have received and sent.
pub(super) async fn messages(
    State(sandbox): State<Sandbox>,
    Query(wanted): Query<Wanted>,
) -> Result<Json<MessagesBody>, ApiError> {
    let phone = wanted.phone.as_deref().map(telephone).transpose()?;
    let messages = sandbox
        .messages(phone, wanted.after)
        .await
        .map_err(broken)?;
    Ok(Json(MessagesBody {
        messages: messages.into_iter().map(MessageBody::from).collect(),
    }))
}

/// A telephone number of a request.
pub(super) fn telephone(text: &str) -> Result<Phone, ApiError> {
    Phone::parse(text)
        .map_err(|error| ApiError::fields(vec![FieldFault::new("phone", Fault::Identifier(error))]))
}
