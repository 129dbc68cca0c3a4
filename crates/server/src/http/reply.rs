use axum::{
    http::{
        HeaderName, HeaderValue, StatusCode,
        header::{CONTENT_TYPE, SET_COOKIE},
    },
    response::{IntoResponse, Response},
};
use serde::Serialize;

use crate::{error::ApiError, ports::store::KeptReply};

/// An answer as bytes, so that a repetition is the same to the last of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// JSON, or nothing.
    pub body: String,
    /// The value of a `Set-Cookie` header.
    pub cookie: Option<String>,
}

impl Reply {
    /// The same with a cookie.
    #[must_use]
    pub fn with_cookie(mut self, cookie: String) -> Self {
        self.cookie = Some(cookie);
        self
    }
}

impl From<KeptReply> for Reply {
    fn from(kept: KeptReply) -> Self {
        Self {
            status: kept.status,
            body: kept.body,
            cookie: None,
        }
    }
}

/// 200 with JSON.
///
/// # Errors
/// [`ApiError`] where the value has no JSON.
pub fn ok(value: &impl Serialize) -> Result<Reply, ApiError> {
    Ok(Reply {
        status: 200,
        body: serde_json::to_string(value)?,
        cookie: None,
    })
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut headers: Vec<(HeaderName, HeaderValue)> = Vec::new();
        if !self.body.is_empty() {
            let kind = if self.status < 400 {
                "application/json"
            } else {
                "application/problem+json"
            };
            headers.push((CONTENT_TYPE, HeaderValue::from_static(kind)));
        }
        if let Some(cookie) = self
            .cookie
            .and_then(|cookie| HeaderValue::from_str(&cookie).ok())
        {
            headers.push((SET_COOKIE, cookie));
        }
        let mut response = (status, self.body).into_response();
        response.headers_mut().remove(CONTENT_TYPE);
        response.headers_mut().extend(headers);
        response
    }
}
