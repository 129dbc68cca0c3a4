use axum::extract::State;

use crate::{
    app::App,
    error::ApiError,
    http::{Reply, SignedIn, ok},
    usecases::read_person,
};

/// `GET /api/v1/person`
pub(in crate::routes) async fn read(
    State(app): State<App>,
    session: SignedIn,
) -> Result<Reply, ApiError> {
    ok(&read_person(&app, session.iin, session.until).await?)
}
