use axum::{
    extract::State,
    http::header::CONTENT_TYPE,
    response::{IntoResponse, Response},
};

use super::Rooms;
use crate::{error::ApiError, metrics::METRICS};

/// `GET /metrics`. Where the store does not answer, its gauges keep what they were last, and the
/// failure is counted by what failed.
pub(super) async fn metrics(State(rooms): State<Rooms>) -> Result<Response, ApiError> {
    let overview = rooms.app.store.overview(rooms.app.now()).await;
    if let Err(error) = &overview {
        tracing::warn!(%error, "what waits is not known");
    }
    let text = METRICS
        .text(overview.ok().as_ref())
        .map_err(ApiError::internal)?;
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(CONTENT_TYPE, kind)], text).into_response())
}
