mod application;
mod audit;
mod own;
mod verification;

use axum::{
    Router,
    routing::{get, post},
};

use crate::app::App;

/// What operators and auditors call.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/api/v1/staff", get(own::own))
        .route("/api/v1/staff/application", post(application::show))
        .route("/api/v1/staff/audit", get(audit::list))
        .route(
            "/api/v1/staff/audit/verification",
            get(verification::verify),
        )
}
