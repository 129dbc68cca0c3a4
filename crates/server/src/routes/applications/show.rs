use axum::extract::{Path, State};

use super::number;
use crate::{
    app::App,
    error::ApiError,
    http::{Reply, SignedIn, ok},
    usecases::show_application,
};

/// `GET /api/v1/applications/{number}`
pub(in crate::routes) async fn show(
    State(app): State<App>,
    session: SignedIn,
    Path(text): Path<String>,
) -> Result<Reply, ApiError> {
    ok(&show_application(&app, session.iin, number(&text)?).await?)
}
