use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
};
use registration::identifiers::Phone;
use serde::Deserialize;
use wire::ProblemCode;

use super::Rooms;
use crate::{
    adapters::http_sms::Signature,
    error::ApiError,
    ports::{Delivery, ReceivedSms},
};

/// The longest text: eight messages.
const LONGEST: usize = 1280;
const LONGEST_ID: usize = 128;

/// What a gateway says.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum Said {
    /// A telephone has sent a message.
    Message {
        id: String,
        from: Phone,
        text: String,
    },
    /// What became of a message that the service sent.
    Receipt { id: String, state: Became },
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Became {
    Delivered,
    UnderWay,
    Failed,
}

/// 204 only when the service has taken it in; with 503 the gateway calls again. The same id is the
/// same message, however often it comes.
pub(super) async fn receive(
    State(rooms): State<Rooms>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, ApiError> {
    let header = |name| {
        let value = headers.get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default()
    };
    let call = Signature {
        id: header("webhook-id"),
        timestamp: header("webhook-timestamp"),
        signatures: header("webhook-signature"),
    };
    if let Err(error) = rooms.secret.verify(call, &body, rooms.clock.now()) {
        tracing::warn!(%error, "a call of the SMS gateway is not believed");
        return Err(ApiError::new(ProblemCode::SignInNeeded));
    }
    let malformed = || ApiError::new(ProblemCode::MalformedRequest);
    match serde_json::from_slice(&body).map_err(|_| malformed())? {
        Said::Message { id, from, text } => {
            if id.is_empty() || id.len() > LONGEST_ID || text.chars().count() > LONGEST {
                return Err(malformed());
            }
            let id = format!("http-{id}");
            let sms = ReceivedSms { id, from, text };
            rooms
                .inbound
                .sms_received(sms)
                .await
                .map_err(|cause| ApiError {
                    cause: Some(cause),
                    ..ApiError::new(ProblemCode::RegisterDown)
                })?;
        }
        Said::Receipt { id, state } => rooms.inbound.sms_receipt(
            &id,
            match state {
                Became::Delivered => Delivery::Delivered,
                Became::UnderWay => Delivery::UnderWay,
                Became::Failed => Delivery::Failed,
            },
        ),
    }
    Ok(StatusCode::NO_CONTENT)
}
