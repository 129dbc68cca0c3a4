use axum::{extract::State, http::StatusCode};

use crate::app::App;

/// `GET /readyz`: the store answers too.
pub(in crate::routes) async fn ready(State(app): State<App>) -> (StatusCode, &'static str) {
    match app.store.outgoing(app.now(), 1).await {
        Ok(_) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "the store does not answer\n",
            )
        }
    }
}
