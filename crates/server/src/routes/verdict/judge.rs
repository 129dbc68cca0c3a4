use axum::extract::State;
use wire::VerdictRequest;

use crate::{
    app::App,
    error::ApiError,
    http::{Ask, Caller, Reply, ok},
    usecases,
};

/// `POST /api/v1/verdict`
pub(in crate::routes) async fn judge(
    State(app): State<App>,
    caller: Caller,
    Ask(request): Ask<VerdictRequest>,
) -> Result<Reply, ApiError> {
    ok(&usecases::judge(&app, &request, caller.lang)?)
}
