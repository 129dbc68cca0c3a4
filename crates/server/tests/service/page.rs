//! The built page as this server serves it, and the headers on everything.

use server::app::Settings;

use crate::support::Service;

const INDEX: &str = "<!doctype html><title>Tirkeu</title><script>start()</script>";

fn with_page() -> (Service, tempfile::TempDir) {
    let page = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(page.path().join(name), text).unwrap();
    write("index.html", INDEX);
    write("page-0123456789abcdef.js", "plain");
    write("page-0123456789abcdef.js.br", "brotli");
    write("page-0123456789abcdef.js.gz", "gzip");
    write("robots.txt", "User-agent: *");
    write("style.css", "a {}");
    write("icon.svg", "<svg/>");
    write("manifest.webmanifest", "{}");
    let settings = Settings {
        public_url: "http://localhost".to_owned(),
        https_only: false,
        bin: None,
        page: Some(page.path().to_owned()),
    };
    (Service::start().with(settings), page)
}

#[tokio::test]
async fn addresses_of_the_page_get_the_page() {
    let (service, _page) = with_page();
    for path in [
        "/",
        "/apply/service",
        "/applications/T-0000-0000-00",
        "/c/some-token",
        "/index.html",
    ] {
        let answer = service.get(path).await;
        assert_eq!(
            (answer.status, answer.text.as_str()),
            (200, INDEX),
            "{path}"
        );
        assert_eq!(answer.header("cache-control"), "no-cache", "{path}");
        assert!(
            answer.header("content-type").starts_with("text/html"),
            "{path}"
        );
    }
    for path in [
        "/missing.js",
        "/sandbox/",
        "/sandbox/phone",
        "/api/v1/nothing",
        "/..%2f..%2fetc/passwd.txt",
    ] {
        assert_eq!(service.get(path).await.problem(), "not_found", "{path}");
    }
}

#[tokio::test]
async fn texts_say_what_they_are_and_how_they_are_encoded() {
    let (service, _page) = with_page();
    for (path, kind) in [
        ("/", "text/html; charset=utf-8"),
        ("/index.html", "text/html; charset=utf-8"),
        (
            "/page-0123456789abcdef.js",
            "text/javascript; charset=utf-8",
        ),
        ("/style.css", "text/css; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/icon.svg", "image/svg+xml; charset=utf-8"),
        // JSON is always in UTF-8, and has no such parameter (RFC 8259, 11).
        ("/api/openapi.json", "application/json"),
        ("/api/", "text/html; charset=utf-8"),
    ] {
        let answer = service.get(path).await;
        assert_eq!(answer.header("content-type"), kind, "{path}");
    }
}

#[tokio::test]
async fn hashed_files_are_kept_for_good_and_come_compressed() {
    let (service, _page) = with_page();
    let path = "/page-0123456789abcdef.js";
    let plain = service.get(path).await;
    assert_eq!(
        (plain.text.as_str(), plain.header("cache-control")),
        ("plain", "public, max-age=31536000, immutable")
    );
    assert_eq!(
        service.get("/robots.txt").await.header("cache-control"),
        "no-cache"
    );
    for (accepts, encoding, text) in [
        ("gzip, br", "br", "brotli"),
        ("gzip", "gzip", "gzip"),
        ("identity", "", "plain"),
    ] {
        let answer = service.anybody().accepting(accepts).get(path).await;
        assert_eq!(
            (answer.header("content-encoding"), answer.text.as_str()),
            (encoding, text)
        );
    }
}

#[tokio::test]
async fn every_answer_is_kept_within_our_own_walls() {
    let (service, _page) = with_page();
    for path in ["/", "/api/v1/person", "/missing.js", "/healthz"] {
        let answer = service.get(path).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(
            answer.header("cross-origin-opener-policy"),
            "same-origin",
            "{path}"
        );
        let policy = answer.header("content-security-policy");
        for part in [
            "default-src 'none'",
            "frame-ancestors 'none'",
            "'wasm-unsafe-eval' 'sha256-",
        ] {
            assert!(policy.contains(part), "{part} in {policy}");
        }
        assert!(
            !policy.contains("unsafe-inline") && !policy.contains("http"),
            "{policy}"
        );
    }
    assert_eq!(
        service.get("/api/v1/person").await.header("cache-control"),
        "no-store"
    );
}

#[tokio::test]
async fn outside_the_sandbox_the_cookie_travels_by_https_only() {
    let settings = Settings {
        public_url: "https://tirkeu.kz".to_owned(),
        https_only: true,
        bin: None,
        page: None,
    };
    let strict = Service::start().with(settings);
    let visitor = strict.sign_in(strict.town.aigul).await;
    assert!(
        visitor.cookie.starts_with("__Host-tirkeu_session="),
        "{}",
        visitor.cookie
    );
    assert_eq!(strict.as_(&visitor).get("/api/v1/person").await.status, 200);
    let out = strict
        .as_(&visitor)
        .post("/api/v1/sign-out", serde_json::Value::Null)
        .await;
    let set = out.header("set-cookie");
    for part in [
        "HttpOnly",
        "SameSite=Strict",
        "Secure",
        "Path=/",
        "Max-Age=0",
    ] {
        assert!(set.contains(part), "{part} in {set}");
    }
}
