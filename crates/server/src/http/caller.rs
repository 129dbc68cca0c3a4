use std::convert::Infallible;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header::ACCEPT_LANGUAGE, request::Parts},
};
use words::Lang;

/// Who asks, as far as it does not matter who it is.
#[derive(Clone, Copy, Debug)]
pub struct Caller {
    /// The language of `Accept-Language`; Kazakh, the state language, where it names none of ours.
    pub lang: Lang,
}

impl Caller {
    /// The caller who sent these headers.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Self {
        let lang = headers
            .get(ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok())
            .and_then(Lang::from_accept_language)
            .unwrap_or_default();
        Self { lang }
    }
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.headers))
    }
}
