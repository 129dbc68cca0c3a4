//! What whoever runs the service sees on the private listener.

use axum::{Router, body::Body, http::Request};
use http_body_util::BodyExt;
use serde_json::json;
use server::routes::operator;
use tower::ServiceExt;

use crate::support::{Program, Service, Tenant};

async fn get(router: &Router, path: &str) -> (u16, String) {
    let request = Request::builder().uri(path).body(Body::empty()).unwrap();
    let answer = router.clone().oneshot(request).await.unwrap();
    let policy = answer.headers()["content-security-policy"]
        .to_str()
        .unwrap();
    assert!(policy.starts_with("default-src 'none'"), "{policy}");
    let status = answer.status().as_u16();
    let bytes = answer.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8(bytes.to_vec()).unwrap())
}

#[tokio::test]
async fn numbers_are_told_in_the_text_of_openmetrics() {
    let service = Service::start();
    let verdict = service.post("/api/v1/verdict", json!({})).await;
    assert_eq!(verdict.header("x-request-id").len(), 16);
    service.get("/api/v1/applications/T-0000-0000-00").await;
    let (status, text) = get(&operator::router(&service.app), "/metrics").await;
    assert_eq!(status, 200);
    for line in [
        "tirkeu_requests_total{method=\"POST\",route=\"/api/v1/verdict\",status=\"200\"} ",
        "tirkeu_requests_total{method=\"GET\",route=\"/api/v1/applications/{number}\",status=\"401\"} ",
        "tirkeu_request_seconds_bucket{le=\"0.005\",method=\"POST\",route=\"/api/v1/verdict\"} ",
        "tirkeu_store_commit_seconds_count ",
        "tirkeu_store_group_sum ",
        "tirkeu_filings_total ",
        "tirkeu_consents_waiting 0",
        "tirkeu_outgoing 0",
        "tirkeu_due_oldest_seconds 0",
        "# EOF",
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
    assert!(!text.contains("T-0000"), "an address is no route");
}

#[tokio::test]
async fn the_public_never_sees_them() {
    let service = Service::start();
    for path in ["/metrics", "/dashboard.css"] {
        assert_eq!(service.get(path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn the_page_tells_that_nothing_was_filed_in_three_languages() {
    let service = Service::start();
    let router = operator::router(&service.app);
    for (lang, nothing) in [
        ("kk", "Бұл уақытта ешнәрсе берілмеді."),
        ("ru", "За это время ничего не подано."),
        ("en", "Nothing was filed in this time."),
    ] {
        let (status, page) = get(&router, &format!("/?lang={lang}")).await;
        assert_eq!(status, 200);
        assert!(page.contains(&format!("<html lang=\"{lang}\">")), "{page}");
        assert_eq!(page.matches(nothing).count(), 2, "{page}");
        for foreign in ["<svg", "<script", "style=", "http://", "https://"] {
            assert!(!page.contains(foreign), "{foreign}");
        }
    }
}

#[tokio::test]
async fn a_server_that_is_not_ready_says_why() {
    let service = Service::start();
    service.app.watch.stop();
    let (_, page) = get(&operator::router(&service.app), "/?lang=en").await;
    assert!(
        page.contains("role=\"alert\">This server is not ready: it is stopping</p>"),
        "{page}"
    );
}

/// `GET` of an address of the private listener.
fn fetch(address: &str, path: &str) -> String {
    use std::io::{Read, Write};
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn a_filing_is_seen_and_nobody_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap().to_string();
    drop(free);
    let mut program = Program::start_with(folder.path(), &["--metrics", &address]);
    let tenant = Tenant::signed_in(&mut program);
    let filing = json!({"lang": "ru", "answers": tenant.answers});
    let filed = program.ok("POST", "/api/v1/applications", &filing);
    let (numbers, page) = (fetch(&address, "/metrics"), fetch(&address, "/?lang=en"));
    assert!(numbers.contains("tirkeu_filings_total 1\n"), "{numbers}");
    assert!(numbers.contains("tirkeu_consents_waiting 1\n"), "{numbers}");
    assert_eq!(page.matches("<svg").count(), 2, "{page}");
    assert_eq!(page.matches("<p>1 in all</p>").count(), 2, "{page}");
    let number = filed["number"].as_str().unwrap();
    for canary in [&tenant.iin, &tenant.owner, &tenant.phone, number] {
        assert!(
            !numbers.contains(canary) && !page.contains(canary),
            "{canary}"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_server_that_is_told_to_stop_says_so_first_and_finishes_what_it_has() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start_with(folder.path(), &["--drain", "2"]);
    program.ok("GET", "/health/ready", &serde_json::Value::Null);
    program.signal("TERM");
    let mut seen = 0;
    for _ in 0..100 {
        (seen, _) = program.call("GET", "/health/ready", &serde_json::Value::Null);
        if seen == 503 {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    assert_eq!(seen, 503);
    program.ok("POST", "/api/v1/verdict", &json!({}));
    assert!(program.ended(), "with success");
}

#[test]
fn a_line_of_the_log_is_an_object_with_the_id_of_its_request() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start_with(folder.path(), &["--log-format", "json"]);
    program.ok("POST", "/api/v1/verdict", &json!({}));
    let logged = program.logged();
    let lines = logged
        .lines()
        .map(serde_json::from_str::<serde_json::Value>);
    let lines: Vec<_> = lines.map(Result::unwrap).collect();
    let line = lines.iter().find(|line| line["route"] == "/api/v1/verdict");
    let line = line.unwrap_or_else(|| panic!("{logged}"));
    assert_eq!(
        (&line["status"], &line["level"]),
        (&json!(200), &json!("INFO"))
    );
    assert_eq!(line["span"]["id"].as_str().unwrap().len(), 16);
}
