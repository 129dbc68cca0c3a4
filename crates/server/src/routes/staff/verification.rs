use axum::extract::State;

use crate::{
    app::App,
    error::ApiError,
    http::{Reply, SignedIn, ok},
    usecases::verify_audit,
};

/// `GET /api/v1/staff/audit/verification`
pub(super) async fn verify(State(app): State<App>, session: SignedIn) -> Result<Reply, ApiError> {
    ok(&verify_audit(&app, session.iin).await?)
}
