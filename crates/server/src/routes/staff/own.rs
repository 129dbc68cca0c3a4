use axum::extract::State;

use crate::{
    app::App,
    error::ApiError,
    http::{Reply, SignedIn, ok},
    usecases::staff_self,
};

/// `GET /api/v1/staff`
pub(super) async fn own(State(app): State<App>, session: SignedIn) -> Result<Reply, ApiError> {
    ok(&staff_self(&app, session.iin).await?)
}
