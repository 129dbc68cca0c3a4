use axum::extract::State;

use crate::{
    app::App,
    error::ApiError,
    http::{Reply, SignedIn, ok},
    usecases::list_applications,
};

/// `GET /api/v1/applications`
pub(in crate::routes) async fn list(
    State(app): State<App>,
    session: SignedIn,
) -> Result<Reply, ApiError> {
    ok(&list_applications(&app, session.iin).await?)
}
