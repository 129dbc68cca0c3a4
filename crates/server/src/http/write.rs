use axum::{
    body::Bytes,
    extract::{FromRequest, Request, rejection::BytesRejection},
    http::{HeaderMap, HeaderName, StatusCode, header::CONTENT_TYPE},
};
use serde::de::DeserializeOwned;
use wire::ProblemCode;
use words::Lang;

use super::{Caller, json};
use crate::{error::ApiError, ports::store::Digest};

/// How large a body may be, in bytes.
pub const MAX_BODY: usize = 64 * 1024;

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// A request that changes something: its body, and by what a repetition is recognised.
#[derive(Debug)]
pub struct Write<T> {
    /// What is asked.
    pub body: T,
    /// By what a repetition is recognised.
    pub ticket: Ticket,
}

/// By what the repetition of a request is recognised.
#[derive(Clone, Debug)]
pub struct Ticket {
    /// `Idempotency-Key`.
    pub key: String,
    /// Method and path.
    pub target: String,
    /// Digest of the body.
    pub request: Digest,
    /// Language in which a kept problem speaks.
    pub lang: Lang,
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Write<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let lang = Caller::of(request.headers()).lang;
        let target = format!("{} {}", request.method(), request.uri().path());
        let headers = request.headers().clone();
        let bytes = body(request, state).await?;
        let key = key(&headers)?;
        let json: &[u8] = if bytes.is_empty() {
            b"null"
        } else {
            expect_json(&headers)?;
            &bytes
        };
        let body = json::read(json)?;
        Ok(Self {
            body,
            ticket: Ticket {
                key,
                target,
                request: Digest::of(&bytes),
                lang,
            },
        })
    }
}

/// A question in a body, which changes nothing and needs no key.
#[derive(Debug)]
pub struct Ask<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Ask<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let headers = request.headers().clone();
        let bytes = body(request, state).await?;
        expect_json(&headers)?;
        json::read(&bytes).map(Self)
    }
}

async fn body<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, ApiError> {
    Bytes::from_request(request, state)
        .await
        .map_err(|rejection: BytesRejection| {
            ApiError::new(if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
                ProblemCode::TooLarge
            } else {
                ProblemCode::MalformedRequest
            })
        })
}

fn key(headers: &HeaderMap) -> Result<String, ApiError> {
    headers
        .get(IDEMPOTENCY_KEY)
        .and_then(|value| value.to_str().ok())
        .filter(|key| (8..=64).contains(&key.len()))
        .filter(|key| key.bytes().all(|letter| letter.is_ascii_graphic()))
        .map(str::to_owned)
        .ok_or_else(|| ApiError::new(ProblemCode::IdempotencyKeyMissing))
}

fn expect_json(headers: &HeaderMap) -> Result<(), ApiError> {
    headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|kind| kind.split(';').next())
        .filter(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
        .map(|_| ())
        .ok_or_else(|| ApiError::new(ProblemCode::UnsupportedMediaType))
}
