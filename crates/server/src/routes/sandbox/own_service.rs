use std::sync::{Arc, OnceLock};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{
        HeaderValue, Method, Request, StatusCode,
        header::{ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_TYPE},
    },
};
use serde_json::Value;
use tower::Service;
use words::Lang;

/// Bytes of the longest answer that is read.
const LONGEST: usize = 16 * 1024 * 1024;

/// The service that this sandbox stands beside, asked as from outside. It is there once the whole
/// router is put together.
#[derive(Clone, Default)]
pub struct OwnService(Arc<OnceLock<Router>>);

impl OwnService {
    /// Tells which service it is; only the first time counts.
    pub fn set(&self, router: Router) {
        let _already = self.0.set(router);
    }

    /// Sends a request with JSON or without a body, and reads the JSON of the answer: null where
    /// there is none.
    pub(super) async fn ask(
        &self,
        lang: Lang,
        method: Method,
        path: &str,
        token: Option<&str>,
        body: Option<&Value>,
    ) -> Option<(StatusCode, Value)> {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(ACCEPT_LANGUAGE, lang.tag());
        if let Some(token) = token {
            let value = HeaderValue::try_from(format!("Bearer {token}")).ok()?;
            request = request.header(AUTHORIZATION, value);
        }
        let body = match body {
            Some(body) => {
                request = request.header(CONTENT_TYPE, "application/json");
                Body::from(body.to_string())
            }
            None => Body::empty(),
        };
        let request = request.body(body).ok()?;
        let mut router = self.0.get()?.clone();
        let response = match Service::call(&mut router, request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        let status = response.status();
        let bytes = to_bytes(response.into_body(), LONGEST).await.ok()?;
        Some((status, serde_json::from_slice(&bytes).unwrap_or_default()))
    }
}
