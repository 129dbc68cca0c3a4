use axum::{
    http::{HeaderName, header::CONTENT_TYPE},
    response::IntoResponse,
};

use super::TEXT;

/// `GET /api/openapi.json`
pub(in crate::routes) async fn document() -> impl IntoResponse {
    let kind: (HeaderName, &str) = (CONTENT_TYPE, "application/json");
    ([kind], TEXT)
}
