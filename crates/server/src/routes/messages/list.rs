use axum::extract::State;

use crate::{
    app::App,
    error::ApiError,
    http::{Reply, SignedIn, ok},
    usecases::list_messages,
};

/// `GET /api/v1/messages`
pub(in crate::routes) async fn list(
    State(app): State<App>,
    session: SignedIn,
) -> Result<Reply, ApiError> {
    ok(&list_messages(&app, session.iin).await?)
}
