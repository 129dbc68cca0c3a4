//! The page inside the program.

use axum::{
    Router,
    body::Body,
    extract::Request,
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY},
    },
    middleware::from_fn,
    response::{IntoResponse, Response},
};
use wire::ProblemCode;

use super::{cache, is_page};
use crate::{error::ApiError, ports::store::Digest};

/// A file of the page, with its compressed copies.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asset {
    /// Below the root, without a slash before it.
    pub(super) path: &'static str,
    /// As it is.
    pub(super) plain: &'static [u8],
    /// By Brotli (RFC 7932).
    pub(super) brotli: Option<&'static [u8]>,
    /// By gzip (RFC 1952).
    pub(super) gzip: Option<&'static [u8]>,
}

/// What was put in when the program was built; nothing without the feature `embed-page`.
#[cfg(feature = "embed-page")]
pub(super) const PAGE: &[Asset] = include!(concat!(env!("OUT_DIR"), "/page.rs"));
/// What was put in when the program was built; nothing without the feature `embed-page`.
#[cfg(not(feature = "embed-page"))]
pub(super) const PAGE: &[Asset] = &[];

const INDEX: &str = "index.html";

/// The page's own text, if there is a page.
pub(super) fn index(page: &[Asset]) -> Option<&'static [u8]> {
    let index = page.iter().find(|asset| asset.path == INDEX)?;
    Some(index.plain)
}

/// The files of a page, as a folder with them would be served.
pub(super) fn files(page: &'static [Asset]) -> Router {
    // Hashed once: the files do not change while the program runs.
    let tags: Vec<String> = page.iter().map(|asset| tag(asset.plain)).collect();
    let answer = move |request: Request| {
        let answer = answer(page, &tags, &request);
        async move { answer }
    };
    Router::new().fallback(answer).layer(from_fn(cache))
}

fn answer(page: &[Asset], tags: &[String], request: &Request) -> Response {
    let (method, path) = (request.method(), request.uri().path());
    let wanted = path.trim_start_matches('/');
    let find = |path: &str| page.iter().position(|asset| asset.path == path);
    let reads = method == axum::http::Method::GET || method == axum::http::Method::HEAD;
    let found = match find(wanted) {
        Some(place) if reads => Some(place),
        _ if is_page(method, path) => find(INDEX),
        _ => None,
    };
    let found = found.and_then(|place| Some((page.get(place)?, tags.get(place)?)));
    let Some((asset, tag)) = found else {
        return ApiError::new(ProblemCode::NotFound).into_response();
    };
    let (body, encoding) = encoded(asset, request.headers());
    // Each encoding is another representation (RFC 9110, 8.8.3.3).
    let tag = format!(
        "\"{tag}{}\"",
        encoding.map(|name| format!("-{name}")).unwrap_or_default()
    );
    let same = request
        .headers()
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|known| known.trim().trim_start_matches("W/") == tag);
    let mut response = if same {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Body::from(body).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind(asset.path)));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(ETAG, tag);
    }
    response
}

/// The smallest copy that the caller takes.
fn encoded(asset: &Asset, headers: &HeaderMap) -> (&'static [u8], Option<&'static str>) {
    let accepted = |wanted: &str| {
        headers
            .get_all(ACCEPT_ENCODING)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .any(|offer| {
                let (name, weight) = offer.split_once(';').unwrap_or((offer, ""));
                let weight = weight.trim().trim_start_matches("q=");
                let refused = weight.parse::<f32>().is_ok_and(|weight| weight == 0.0);
                name.trim().eq_ignore_ascii_case(wanted) && !refused
            })
    };
    match (asset.brotli, asset.gzip) {
        (Some(brotli), _) if accepted("br") => (brotli, Some("br")),
        (_, Some(gzip)) if accepted("gzip") => (gzip, Some("gzip")),
        _ => (asset.plain, None),
    }
}

fn tag(bytes: &[u8]) -> String {
    let hex = Digest::of(bytes).hex();
    hex.get(..16).unwrap_or_default().to_owned()
}

fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml; charset=utf-8",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use http_body_util::BodyExt;
    use tower::ServiceExt;

    use super::*;

    const SAMPLE: &[Asset] = &[
        Asset {
            path: "index.html",
            plain: b"<!doctype html>",
            brotli: Some(b"index, brotli"),
            gzip: Some(b"index, gzip"),
        },
        Asset {
            path: "page-0123456789abcdef_bg.wasm",
            plain: b"plain",
            brotli: Some(b"brotli"),
            gzip: Some(b"gzip"),
        },
        Asset {
            path: "robots.txt",
            plain: b"robots",
            brotli: None,
            gzip: None,
        },
    ];

    /// Status, body, and the headers named.
    async fn get(path: &str, headers: &[(&str, &str)], asked: &[&str]) -> (u16, String, String) {
        let mut request = Request::builder().uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::empty()).unwrap();
        let answer = files(SAMPLE).oneshot(request).await.unwrap();
        let of = |name: &&str| {
            answer
                .headers()
                .get(*name)
                .map_or("-", |it| it.to_str().unwrap())
        };
        let told: Vec<&str> = asked.iter().map(of).collect();
        let (status, told) = (answer.status().as_u16(), told.join(" | "));
        let bytes = answer.into_body().collect().await.unwrap().to_bytes();
        (status, String::from_utf8(bytes.to_vec()).unwrap(), told)
    }

    #[tokio::test]
    async fn the_smallest_copy_that_is_taken_is_sent() {
        let check = async |path: &str, accepts: &str, body: &str, headers: &str| {
            let asked = ["content-type", "content-encoding", "vary"];
            let (status, text, told) = get(path, &[("accept-encoding", accepts)], &asked).await;
            assert_eq!(
                (status, text.as_str(), told.as_str()),
                (200, body, headers),
                "{path}"
            );
        };
        let wasm = "/page-0123456789abcdef_bg.wasm";
        check(
            wasm,
            "gzip, deflate, br",
            "brotli",
            "application/wasm | br | accept-encoding",
        )
        .await;
        check(
            wasm,
            "gzip;q=0.5",
            "gzip",
            "application/wasm | gzip | accept-encoding",
        )
        .await;
        check(
            wasm,
            "br;q=0, gzip",
            "gzip",
            "application/wasm | gzip | accept-encoding",
        )
        .await;
        check(wasm, "", "plain", "application/wasm | - | accept-encoding").await;
        let html = "text/html; charset=utf-8 | br | accept-encoding";
        check("/", "br", "index, brotli", html).await;
        check("/apply/service", "br", "index, brotli", html).await;
        let text = "text/plain; charset=utf-8 | - | accept-encoding";
        check("/robots.txt", "br", "robots", text).await;
    }

    #[tokio::test]
    async fn what_is_named_by_its_content_is_kept_for_good() {
        let check = async |path: &str, expected: &str| {
            let (_, _, told) = get(path, &[], &["cache-control"]).await;
            assert_eq!(told, expected, "{path}");
        };
        let for_good = "public, max-age=31536000, immutable";
        check("/page-0123456789abcdef_bg.wasm", for_good).await;
        check("/", "no-cache").await;
        check("/robots.txt", "no-cache").await;
    }

    #[tokio::test]
    async fn what_is_known_is_not_sent_again() {
        let (_, _, plain) = get("/", &[], &["etag"]).await;
        let brotli = [("accept-encoding", "br")];
        let (_, _, other) = get("/", &brotli, &["etag"]).await;
        assert_ne!(plain, other, "each encoding is another representation");
        let again = get("/", &[("if-none-match", &plain)], &["etag"]).await;
        assert_eq!(again, (304, String::new(), plain.clone()));
        let weak = format!("\"x\", W/{other}");
        let again = get("/", &[brotli[0], ("if-none-match", &weak)], &[]).await;
        assert_eq!((again.0, again.1.as_str()), (304, ""));
        let changed = get("/", &[brotli[0], ("if-none-match", &plain)], &[]).await;
        assert_eq!(changed.0, 200);
    }

    #[tokio::test]
    async fn nothing_else_is_there() {
        for path in [
            "/missing.js",
            "/../etc/passwd.txt",
            "/sandbox/",
            "/%2e%2e/x.txt",
        ] {
            assert_eq!(get(path, &[], &[]).await.0, 404, "{path}");
        }
        let post = Request::post("/robots.txt").body(Body::empty()).unwrap();
        let answer = files(SAMPLE).oneshot(post).await.unwrap();
        assert_eq!(answer.status(), 404);
    }

    #[cfg(feature = "embed-page")]
    #[test]
    fn the_page_is_inside() {
        assert!(index(PAGE).is_some_and(
            |html| html.starts_with(b"<!DOCTYPE html>") || html.starts_with(b"<!doctype html>")
        ));
        let wasm = PAGE
            .iter()
            .find(|asset| asset.path.ends_with(".wasm"))
            .unwrap();
        assert!(wasm.brotli.unwrap().len() < wasm.gzip.unwrap().len());
    }
}
