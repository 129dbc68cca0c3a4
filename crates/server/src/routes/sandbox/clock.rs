use std::sync::Arc;

use axum::{Json, extract::State};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{body::Body, broken};
use crate::{
    adapters::sandbox::{MOST_FORWARD_SECONDS, Sandbox},
    error::{ApiError, Fault, FieldFault},
    ports::{Clock, Inbound},
};

/// The sandbox clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct ClockBody {
    /// What it shows.
    now: DateTime<Utc>,
    /// How far ahead of the machine's clock it is.
    ahead_seconds: i64,
}

/// Moves the clock. It never goes back: what has happened has happened.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ForwardRequest {
    /// By how much; at least one, at most 366 days.
    forward_seconds: i64,
}

impl ClockBody {
    pub(super) fn of(sandbox: &Sandbox) -> Self {
        Self {
            now: sandbox.now(),
            ahead_seconds: sandbox.ahead().num_seconds(),
        }
    }
}

/// What the clock shows.
pub(super) async fn read(State(sandbox): State<Sandbox>) -> Json<ClockBody> {
    Json(ClockBody::of(&sandbox))
}

/// Moves the clock forward and lets the service do what is due by then.
pub(super) async fn forward(
    State(sandbox): State<Sandbox>,
    State(inbound): State<Arc<dyn Inbound>>,
    Body(request): Body<ForwardRequest>,
) -> Result<Json<ClockBody>, ApiError> {
    let seconds = u32::try_from(request.forward_seconds)
        .ok()
        .filter(|seconds| (1..=MOST_FORWARD_SECONDS).contains(seconds))
        .ok_or_else(|| ApiError::fields(vec![FieldFault::new("forward_seconds", Fault::Value)]))?;
    sandbox.move_forward(seconds).await.map_err(broken)?;
    inbound.clock_moved();
    Ok(Json(ClockBody::of(&sandbox)))
}
