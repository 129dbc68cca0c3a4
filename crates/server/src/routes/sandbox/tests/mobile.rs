//! The phone with a QR code, before a service that only plays its part.

use axum::{Json, Router, http::StatusCode, routing::get};
use base64::{Engine, prelude::BASE64_STANDARD};
use eds::{Content, Purpose, Request, Time};
use serde_json::{Value, json};

use super::*;
use crate::ports::Clock;

const AIGERIM: &str = "920415497225";
const TEXT: &str = "I register at this address.";
const LINK: &str = "mobileSign:http://127.0.0.1:8080/api/v1/mobile-sign/abc";

/// Takes any signature but one over something else.
fn service(sent: Arc<Mutex<Value>>) -> Router {
    let first = json!({
        "description": "Registration",
        "document": { "uri": "http://127.0.0.1:8080/api/v1/mobile-sign/abc/documents", "auth_type": "None" },
    });
    let second = json!({
        "signMethod": "CMS_SIGN_ONLY",
        "documentsToSign": [{
            "id": 1,
            "nameRu": "Заявление",
            "document": { "file": { "mime": "text/plain", "data": BASE64_STANDARD.encode(TEXT) } },
        }],
    });
    Router::new()
        .route("/api/v1/mobile-sign/abc", get(|| async { Json(first) }))
        .route(
            "/api/v1/mobile-sign/abc/documents",
            get(|| async { Json(second) }).put(move |Json(body): Json<Value>| async move {
                let refused = body["documentsToSign"][0]["id"] != 1;
                *sent.lock().unwrap() = body;
                if refused {
                    StatusCode::FORBIDDEN
                } else {
                    StatusCode::OK
                }
            }),
        )
}

#[tokio::test]
async fn the_phone_shows_and_signs() {
    let room = room(false);
    let sent = Arc::new(Mutex::new(Value::Null));
    room.own.set(service(Arc::clone(&sent)));
    let ask = |agree: bool, iin: &str, link: &str| {
        let body = json!({ "link": link, "iin": iin, "agree": agree });
        let room = &room;
        async move { room.post("/sandbox/api/mobile-sign", &body).await }
    };
    let (_, shown) = ask(false, AIGERIM, LINK).await;
    assert_eq!(shown["state"], "shown", "{shown}");
    assert_eq!(shown["request"]["description"], "Registration");
    assert_eq!(
        shown["documents"]["documentsToSign"][0]["nameRu"],
        "Заявление"
    );
    assert_eq!(*sent.lock().unwrap(), Value::Null);

    let (_, signed) = ask(true, AIGERIM, LINK).await;
    assert_eq!(
        (&signed["state"], &signed["status"]),
        (&json!("signed"), &json!(200))
    );
    let cms = sent.lock().unwrap()["documentsToSign"][0]["document"]["file"]["data"].clone();
    let cms = BASE64_STANDARD.decode(cms.as_str().unwrap()).unwrap();
    let at = Time::from_unix(room.sandbox.now().timestamp());
    let content = Content::Detached(TEXT.as_bytes());
    let mut request = Request::new(&cms, content, at, Purpose::Sign);
    request.iin = Some(AIGERIM);
    request.revocation = eds::Revocation::IfGiven;
    let trust = room.sandbox.authority().trust().unwrap();
    assert!(eds::verify(&request, &trust).exactly_one().is_ok());

    let (_, none) = ask(true, "500624369123", LINK).await;
    assert_eq!(none["state"], "no_certificate");
    let gone = "mobileSign:http://127.0.0.1:8080/api/v1/mobile-sign/gone";
    let (_, unknown) = ask(true, AIGERIM, gone).await;
    assert_eq!(
        (&unknown["state"], &unknown["status"]),
        (&json!("unknown"), &json!(404))
    );
    let (status, _) = ask(true, AIGERIM, "https://elsewhere.example/").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
}
