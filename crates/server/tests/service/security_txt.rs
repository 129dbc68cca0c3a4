//! Whom to tell of a weakness, and that browsers come by HTTPS.

use serde_json::Value;
use server::app::Settings;

use crate::support::{Program, Service};

#[test]
fn whoever_finds_a_weakness_learns_whom_to_tell() {
    let folder = tempfile::tempdir().unwrap();
    let contact = ["--security-contact", "mailto:security@example.kz"];
    let program = Program::start_with(folder.path(), &contact);
    let text = program.text("/.well-known/security.txt");
    assert!(
        text.contains("\r\n\r\nContact: mailto:security@example.kz\n"),
        "{text}"
    );
    assert!(
        text.contains("content-type: text/plain; charset=utf-8"),
        "{text}"
    );
    assert!(text.contains("x-content-type-options: nosniff"), "{text}");
    let expires = text.split("Expires: ").nth(1).unwrap().trim();
    let left = expires.parse::<chrono::DateTime<chrono::Utc>>().unwrap() - chrono::Utc::now();
    assert!((80..=366).contains(&left.num_days()), "{expires}");
    drop(program);
    let mut program = Program::start(folder.path());
    let path = "/.well-known/security.txt";
    assert_eq!(
        program.call("GET", path, &Value::Null).0,
        404,
        "nobody is named"
    );
}

#[tokio::test]
async fn browsers_come_by_https_only_where_cookies_do() {
    let service = Service::start();
    let header = "strict-transport-security";
    assert_eq!(service.get("/healthz").await.header(header), "");
    let service = service.with(Settings {
        bin: None,
        public_url: "https://tirkeu.example".to_owned(),
        https_only: true,
        page: None,
    });
    for path in ["/healthz", "/api/v1/person", "/nowhere"] {
        let sent = service.get(path).await.header(header).to_owned();
        assert_eq!(sent, "max-age=63072000; includeSubDomains", "{path}");
    }
}
