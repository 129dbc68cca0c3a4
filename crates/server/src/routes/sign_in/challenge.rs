use axum::extract::State;
use serde::de::IgnoredAny;

use crate::{
    app::App,
    error::ApiError,
    http::{Reply, Write, ok},
    usecases::issue_challenge,
};

/// `POST /api/v1/sign-in/challenge`
///
/// A repetition gets another challenge, which harms nobody: so the text need not be kept.
pub(in crate::routes) async fn challenge(
    State(app): State<App>,
    _write: Write<IgnoredAny>,
) -> Result<Reply, ApiError> {
    ok(&issue_challenge(&app).await?)
}
