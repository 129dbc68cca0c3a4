use axum::extract::{Path, State};

use crate::{
    app::App,
    error::ApiError,
    http::{Caller, Reply, ok},
    usecases::describe_qr,
};

/// `GET /api/v1/mobile-sign/{token}`
pub(in crate::routes) async fn describe(
    State(app): State<App>,
    Path(token): Path<String>,
    caller: Caller,
) -> Result<Reply, ApiError> {
    ok(&describe_qr(&app, &token, caller.lang).await?)
}
