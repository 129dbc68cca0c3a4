use std::sync::Arc;

use axum::{extract::State, http::StatusCode};
use serde::Deserialize;
use wire::ProblemCode;

use super::{body::Body, broken, messages::telephone};
use crate::{
    adapters::{sandbox::Sandbox, system::SystemRandomness},
    draw,
    error::{ApiError, Fault, FieldFault},
    ports::{Inbound, ReceivedSms},
};

/// The longest reply: four messages of 160 characters.
const LONGEST_REPLY: usize = 640;
const LONGEST_ID: usize = 64;

/// What a telephone sends to 1414.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReplyRequest {
    /// From which telephone.
    phone: String,
    /// What it says.
    text: String,
    /// Names the reply, so that sending it again does not double it; drawn where it is left out.
    id: Option<String>,
}

/// Keeps the reply on the telephone and hands it to the service, as a gateway would.
pub(super) async fn reply(
    State(sandbox): State<Sandbox>,
    State(inbound): State<Arc<dyn Inbound>>,
    Body(request): Body<ReplyRequest>,
) -> Result<StatusCode, ApiError> {
    let from = telephone(&request.phone)?;
    let text = request.text.trim();
    if text.is_empty() {
        return Err(ApiError::fields(vec![FieldFault::new(
            "text",
            Fault::Missing,
        )]));
    }
    if text.chars().count() > LONGEST_REPLY {
        return Err(ApiError::fields(vec![FieldFault::new(
            "text",
            Fault::Value,
        )]));
    }
    let id = match request.id {
        Some(id) if id.is_empty() || id.len() > LONGEST_ID => {
            return Err(ApiError::fields(vec![FieldFault::new("id", Fault::Value)]));
        }
        Some(id) => id,
        None => String::from("reply-") + &draw::name::<12>(&SystemRandomness)?,
    };
    sandbox.keep_reply(&id, from, text).await.map_err(broken)?;
    let sms = ReceivedSms {
        id,
        from,
        text: text.to_owned(),
    };
    inbound.sms_received(sms).await.map_err(|cause| ApiError {
        cause: Some(cause),
        ..ApiError::new(ProblemCode::RegisterDown)
    })?;
    Ok(StatusCode::NO_CONTENT)
}
