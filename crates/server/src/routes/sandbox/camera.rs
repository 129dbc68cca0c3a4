use axum::{
    Json,
    body::{Body, to_bytes},
    extract::{MatchedPath, Request, State},
    http::{Method, StatusCode},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use crate::{
    adapters::sandbox::{Sandbox, ShownCode},
    error::ApiError,
};

/// The route that answers with a QR code.
const ROUTE: &str = "/api/v1/applications/{number}/qr";
/// Bytes of the longest answer that is looked at.
const LONGEST: usize = 256 * 1024;

/// The codes that a telephone could read now.
#[derive(Clone, Debug, Serialize)]
pub(super) struct CodesBody {
    codes: Vec<ShownCode>,
}

/// `GET /sandbox/api/mobile-sign`
pub(super) async fn codes(State(sandbox): State<Sandbox>) -> Json<CodesBody> {
    let codes = sandbox.codes_shown();
    Json(CodesBody { codes })
}

/// The whole service with a camera before its screens: the telephones of the sandbox have no eyes,
/// so they are told which codes the service has answered with.
pub fn watched(router: axum::Router, sandbox: Sandbox) -> axum::Router {
    router.layer(from_fn_with_state(sandbox, watch))
}

async fn watch(State(sandbox): State<Sandbox>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>();
    let asks = request.method() == Method::POST && route.is_some_and(|at| at.as_str() == ROUTE);
    let response = next.run(request).await;
    if !asks || response.status() != StatusCode::OK {
        return response;
    }
    let (head, body) = response.into_parts();
    let bytes = match to_bytes(body, LONGEST).await {
        Ok(bytes) => bytes,
        Err(error) => return ApiError::internal(error).into_response(),
    };
    if let Ok(code) = serde_json::from_slice(&bytes) {
        sandbox.show_code(code);
    }
    Response::from_parts(head, Body::from(bytes))
}
