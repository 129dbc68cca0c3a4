use axum::extract::State;
use wire::ExplanationRequest;

use crate::{
    app::App,
    error::ApiError,
    http::{Ask, Caller, Reply, ok},
    usecases,
};

/// `POST /api/v1/explanation`
pub(in crate::routes) async fn explain(
    State(app): State<App>,
    caller: Caller,
    Ask(request): Ask<ExplanationRequest>,
) -> Result<Reply, ApiError> {
    ok(&usecases::explain(&app, &request, caller.lang)?)
}
