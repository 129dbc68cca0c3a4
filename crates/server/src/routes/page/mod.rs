//! The citizens' page as it was built, with its compressed copies.

mod embedded;

use std::{convert::Infallible, path::Path};

use axum::{
    Router,
    body::Body,
    extract::Request,
    http::{
        HeaderValue, Method,
        header::{CACHE_CONTROL, CONTENT_TYPE},
    },
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
};
use tower::service_fn;
use tower_http::services::{ServeDir, ServeFile};
use wire::ProblemCode;

use crate::error::ApiError;

/// A year: what is named by its content never changes.
const FOR_GOOD: &str = "public, max-age=31536000, immutable";

/// The page from a folder, or the one inside the program; `None` where there is neither.
pub(super) fn page(folder: Option<&Path>) -> Option<Router> {
    match folder {
        Some(folder) => Some(files(folder)),
        None => embedded::index(embedded::PAGE).map(|_| embedded::files(embedded::PAGE)),
    }
}

/// The text of that page's `index.html`; empty where there is no page.
///
/// # Errors
/// It cannot be read.
pub(super) fn index(folder: Option<&Path>) -> std::io::Result<String> {
    match folder {
        Some(folder) => std::fs::read_to_string(folder.join("index.html")),
        None => {
            let html = embedded::index(embedded::PAGE).unwrap_or_default();
            Ok(String::from_utf8_lossy(html).into_owned())
        }
    }
}

/// The files of a folder. Addresses of the page itself, which are no files, get `index.html`.
fn files(folder: &Path) -> Router {
    let index = ServeFile::new(folder.join("index.html"))
        .precompressed_br()
        .precompressed_gzip();
    let otherwise = service_fn(move |request: Request| {
        let mut index = index.clone();
        async move {
            let path = request.uri().path();
            if !is_page(request.method(), path) {
                return Ok::<Response, Infallible>(
                    ApiError::new(ProblemCode::NotFound).into_response(),
                );
            }
            Ok(match index.try_call(request).await {
                Ok(response) => response.map(Body::new),
                Err(error) => ApiError::internal(error).into_response(),
            })
        }
    });
    let files = ServeDir::new(folder)
        .precompressed_br()
        .precompressed_gzip()
        .call_fallback_on_method_not_allowed(true)
        .fallback(otherwise);
    Router::new().fallback_service(files).layer(from_fn(cache))
}

/// Whether an address may be one of the page's own: what looks like a file is not.
fn is_page(method: &Method, path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    matches!(*method, Method::GET | Method::HEAD)
        && !name.contains('.')
        && !path.starts_with("/sandbox")
}

async fn cache(request: Request, next: Next) -> Response {
    let immutable = is_named_by_content(request.uri().path());
    let mut response = next.run(request).await;
    if let Some(kind) = response.headers().get(CONTENT_TYPE).and_then(with_charset) {
        response.headers_mut().insert(CONTENT_TYPE, kind);
    }
    let html = response
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let value = if immutable && !html && response.status().is_success() {
        FOR_GOOD
    } else {
        "no-cache"
    };
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static(value));
    response
}

/// The kind of a text with its encoding, where that is not said: the page is in UTF-8.
fn with_charset(kind: &HeaderValue) -> Option<HeaderValue> {
    let kind = kind.to_str().ok()?;
    let text = kind.starts_with("text/") || kind.ends_with("+xml");
    let with = || HeaderValue::try_from(format!("{kind}; charset=utf-8")).ok();
    if text && !kind.contains("charset") {
        with()
    } else {
        None
    }
}

/// Whether a file's name holds the hash of its content, as `page-1f2e3d4c5b6a7988_bg.wasm`.
fn is_named_by_content(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default();
    let stem = stem.strip_suffix("_bg").unwrap_or(stem);
    stem.rsplit_once('-').is_some_and(|(_, hash)| {
        hash.len() >= 8 && hash.bytes().all(|digit| digit.is_ascii_hexdigit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_a_hash_are_known() {
        let check = |path, expected| assert_eq!(is_named_by_content(path), expected, "{path}");
        check("/tirkeu-page-1f2e3d4c5b6a7988.js", true);
        check("/tirkeu-page-1f2e3d4c5b6a7988_bg.wasm", true);
        check("/style-0123456789abcdef.css", true);
        check("/index.html", false);
        check("/manifest.webmanifest", false);
        check("/icon-192.png", false);
        check("/", false);
    }

    #[test]
    fn files_are_no_pages() {
        let check = |path, expected| assert_eq!(is_page(&Method::GET, path), expected, "{path}");
        check("/", true);
        check("/apply/service", true);
        check("/applications/T-4K7M-9QX2-B6", true);
        check("/c/abcDEF_-123", true);
        check("/missing.js", false);
        check("/sandbox/api/clock", false);
        assert!(!is_page(&Method::POST, "/"));
    }
}
