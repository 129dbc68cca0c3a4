use axum::extract::{Path, State};

use super::number;
use crate::{
    app::App,
    error::ApiError,
    http::{Reply, SignedIn, ok},
    usecases::list_looks,
};

/// `GET /api/v1/applications/{number}/looks`
pub(in crate::routes) async fn looks(
    State(app): State<App>,
    session: SignedIn,
    Path(text): Path<String>,
) -> Result<Reply, ApiError> {
    ok(&list_looks(&app, session.iin, number(&text)?).await?)
}
