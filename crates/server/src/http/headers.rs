use axum::{
    extract::{Request, State},
    http::{
        HeaderName, HeaderValue,
        header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS},
    },
    middleware::Next,
    response::Response,
};
use base64::{Engine, engine::general_purpose::STANDARD};

use crate::ports::store::Digest;

/// Headers that keep every answer within our own walls.
#[derive(Clone, Debug)]
pub struct Headers {
    policy: HeaderValue,
}

impl Headers {
    /// Headers that allow the inline scripts and styles of this page, by their hashes, and no
    /// others; and to call nobody but ourselves and, where there is one, this websocket of NCALayer.
    ///
    /// # Errors
    /// A hash or an address is no text of a header, which does not happen.
    pub fn of(html: &str, ncalayer: Option<&str>) -> std::io::Result<Self> {
        let scripts = sources(html, "script");
        let styles = sources(html, "style");
        let ncalayer = ncalayer.map(|at| format!(" {at}")).unwrap_or_default();
        let policy = format!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{scripts}; \
             style-src 'self'{styles}; img-src 'self' data:; connect-src 'self'{ncalayer}; font-src 'self'; \
             manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; \
             frame-ancestors 'none'"
        );
        let policy = HeaderValue::from_str(&policy).map_err(std::io::Error::other)?;
        Ok(Self { policy })
    }
}

/// ` 'sha256-…'` for each inline element of a kind.
fn sources(html: &str, element: &str) -> String {
    let open = format!("<{element}");
    let close = format!("</{element}>");
    let mut found = String::new();
    let mut rest = html;
    while let Some(start) = rest.find(&open) {
        rest = &rest[start + open.len()..];
        let Some((attributes, content)) = rest.split_once('>') else {
            break;
        };
        let Some((content, after)) = content.split_once(&close) else {
            break;
        };
        let inline = !attributes
            .split_whitespace()
            .any(|attribute| attribute.starts_with("src"));
        if inline && !content.is_empty() {
            let hash = STANDARD.encode(Digest::of(content.as_bytes()).0);
            found.push_str(" 'sha256-");
            found.push_str(&hash);
            found.push('\'');
        }
        rest = after;
    }
    found
}

/// Puts the headers on an answer, where it has none of its own.
pub(crate) async fn secure(
    State(headers): State<Headers>,
    request: Request,
    next: Next,
) -> Response {
    let api = request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    let fixed = [
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()",
        ),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
    ];
    let map = response.headers_mut();
    for (name, value) in fixed {
        map.entry(name).or_insert(HeaderValue::from_static(value));
    }
    map.entry(CONTENT_SECURITY_POLICY).or_insert(headers.policy);
    if api {
        map.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_inline_elements_are_hashed() {
        let html = "<script type=\"module\">alert(1)</script><script src=\"/a.js\"></script>\
                    <script></script><style>p{}</style>";
        // printf 'alert(1)' | openssl dgst -sha256 -binary | base64
        assert_eq!(
            sources(html, "script"),
            " 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"
        );
        assert_eq!(sources(html, "style").matches("sha256-").count(), 1);
        assert_eq!(sources("<script>open", "script"), "");
    }
}
