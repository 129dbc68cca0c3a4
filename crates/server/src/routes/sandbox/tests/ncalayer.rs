//! Over a real socket.

use axum::http::StatusCode;
use base64::{Engine, prelude::BASE64_STANDARD};
use eds::{CertificateFault, Content, Purpose, Refusal, Request, Time};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use super::*;
use crate::ports::{Clock, Revocation, RevocationAnswer};

const TEXT: &str = "Мен осы мекенжай бойынша тіркелемін.";
const AIGERIM: &str = "920415497225";
const SIGN: &str = "1.3.6.1.5.5.7.3.4";
const SIGN_IN: &str = "1.3.6.1.5.5.7.3.2";

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Connects to the room's NCALayer, which says which version it is.
async fn connect(room: &Room, query: &str) -> Socket {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = room.router.clone();
    tokio::spawn(async move { axum::serve(listener, router).await });
    let url = format!("ws://{address}/sandbox/ncalayer{query}");
    let (mut socket, _) = connect_async(url).await.unwrap();
    let greeting = hear(&mut socket).await;
    assert!(greeting["result"]["version"].is_string(), "{greeting}");
    socket
}

async fn hear(socket: &mut Socket) -> Value {
    let message = socket.next().await.unwrap().unwrap();
    serde_json::from_str(message.to_text().unwrap()).unwrap()
}

async fn ask(socket: &mut Socket, call: Value) -> Value {
    socket.send(call.to_string().into()).await.unwrap();
    hear(socket).await
}

fn sign_call(iin: &str, usage: &str, data: Value) -> Value {
    json!({
        "module": "kz.gov.pki.knca.basics",
        "method": "sign",
        "args": {
            "allowedStorages": ["PKCS12"],
            "format": "cms",
            "data": data,
            "signingParams": { "decode": "true", "encapsulate": "false", "digested": "false", "tsaProfile": {} },
            "signerParams": { "extKeyUsageOids": [usage], "iin": iin, "chain": [] },
            "locale": "kk",
        },
    })
}

fn text() -> Value {
    json!(BASE64_STANDARD.encode(TEXT))
}

/// The message within its armour.
fn cms(armoured: &Value) -> Vec<u8> {
    let text = armoured.as_str().unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('-'));
    BASE64_STANDARD.decode(lines.collect::<String>()).unwrap()
}

/// Verifies as the service does.
async fn verified(room: &Room, cms: &[u8], iin: &str, purpose: Purpose) -> Result<(), Refusal> {
    let trust = room.sandbox.authority().trust().unwrap();
    let at = Time::from_unix(room.sandbox.now().timestamp());
    let mut request = Request::new(cms, Content::Detached(TEXT.as_bytes()), at, purpose);
    request.iin = Some(iin);
    request.timestamp_required = true;
    request.revocation = eds::Revocation::IfGiven;
    let first = eds::verify(&request, &trust);
    let certificate = first.signers[0].certificate.clone().unwrap();
    let issuer = eds::Certificate::from_der(room.sandbox.authority().intermediate()).unwrap();
    let answer = room.sandbox.status(&certificate, &issuer).await.unwrap();
    let RevocationAnswer::Ocsp { response, nonce } = answer else {
        panic!("a list");
    };
    request.ocsp = vec![&response];
    request.ocsp_nonce = nonce.as_deref();
    request.revocation = eds::Revocation::Required;
    eds::verify(&request, &trust).exactly_one().map(|_| ())
}

#[tokio::test]
async fn what_it_signs_stands_for_the_purpose_that_was_asked() {
    let room = room(false);
    let mut socket = connect(&room, "").await;
    for (usage, purpose) in [(SIGN, Purpose::Sign), (SIGN_IN, Purpose::SignIn)] {
        let answer = ask(&mut socket, sign_call(AIGERIM, usage, text())).await;
        assert_eq!(answer["status"], true, "{answer}");
        let cms = cms(&answer["body"]["result"]);
        assert_eq!(verified(&room, &cms, AIGERIM, purpose).await, Ok(()));
    }
    let answer = ask(
        &mut socket,
        sign_call(AIGERIM, SIGN, json!([text(), text()])),
    )
    .await;
    assert_eq!(answer["body"]["result"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn who_sits_there_signs_where_nobody_is_asked_for() {
    let room = room(false);
    let iin = "781102381867";
    let mut socket = connect(&room, &format!("?person={iin}&algorithm=gost")).await;
    let answer = ask(&mut socket, sign_call("", SIGN_IN, text())).await;
    let cms = cms(&answer["body"]["result"]);
    assert_eq!(verified(&room, &cms, iin, Purpose::SignIn).await, Ok(()));
}

#[tokio::test]
async fn what_goes_wrong_is_chosen() {
    let room = room(false);
    let mut socket = connect(&room, "").await;
    let refused = Refusal::Certificate;
    for (mode, expected) in [
        ("wrong_certificate", Refusal::OtherPerson),
        ("wrong_purpose", refused(CertificateFault::IsForSigningIn)),
        ("expired", refused(CertificateFault::Expired)),
        ("revoked", refused(CertificateFault::Revoked)),
    ] {
        let settings = json!({ "mode": mode });
        let (status, set) = room.post("/sandbox/api/ncalayer", &settings).await;
        assert_eq!((status, &set["mode"]), (StatusCode::OK, &json!(mode)));
        assert_eq!(room.json("/sandbox/api/ncalayer").await["mode"], mode);
        let answer = ask(&mut socket, sign_call(AIGERIM, SIGN, text())).await;
        let cms = cms(&answer["body"]["result"]);
        let found = verified(&room, &cms, AIGERIM, Purpose::Sign).await;
        assert_eq!(found, Err(expected), "{mode}");
    }
    room.post("/sandbox/api/ncalayer", &json!({ "mode": "cancel" }))
        .await;
    let answer = ask(&mut socket, sign_call(AIGERIM, SIGN, text())).await;
    assert_eq!(answer, json!({ "status": true, "body": {} }));
    room.post(
        "/sandbox/api/ncalayer",
        &json!({ "mode": "wrong_password" }),
    )
    .await;
    let answer = ask(&mut socket, sign_call(AIGERIM, SIGN, text())).await;
    assert_eq!(answer["status"], false);
    assert!(answer["message"].as_str().unwrap().contains("password"));
    // Nothing is said to this; the next thing said is an answer to another question.
    let mut socket = connect(&room, "?mode=silent").await;
    let call = sign_call(AIGERIM, SIGN, text()).to_string();
    socket.send(call.into()).await.unwrap();
    let other = json!({ "module": "kz.gov.pki.knca.commonUtils", "method": "getActiveTokens" });
    let answer = ask(&mut socket, other).await;
    assert_eq!(answer, json!({ "code": "200", "responseObject": [] }));
    let (status, _) = room
        .post("/sandbox/api/ncalayer", &json!({ "mode": "sulk" }))
        .await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn people_without_a_certificate_of_the_kind_can_only_close_the_window() {
    let room = room(false);
    let mut socket = connect(&room, "").await;
    // Ivan has none, Marat has one for signing in only, the last number is nobody's.
    for iin in ["500624369123", "981201323770", "1234"] {
        let answer = ask(&mut socket, sign_call(iin, SIGN, text())).await;
        assert_eq!(answer, json!({ "status": true, "body": {} }), "{iin}");
    }
    let answer = ask(&mut socket, sign_call("981201323770", SIGN_IN, text())).await;
    assert!(answer["body"]["result"].is_string());
}

#[tokio::test]
async fn the_older_calls_sign_too() {
    let room = room(false);
    let mut socket = connect(&room, &format!("?person={AIGERIM}")).await;
    for (method, last) in [
        ("createCAdESFromBase64", json!(false)),
        ("createCMSSignatureFromBase64", json!(true)),
    ] {
        let args = json!(["PKCS12", "SIGNATURE", text(), last]);
        let call =
            json!({ "module": "kz.gov.pki.knca.commonUtils", "method": method, "args": args });
        let answer = ask(&mut socket, call).await;
        assert_eq!(answer["code"], "200", "{answer}");
    }
    let call = json!({ "module": "kz.gov.pki.knca.commonUtils", "method": "createCAdESFromBase64", "args": [1] });
    assert_eq!(ask(&mut socket, call).await["code"], "500");
}

#[tokio::test]
async fn nonsense_is_answered() {
    let room = room(false);
    let mut socket = connect(&room, "").await;
    for call in [
        json!(null),
        json!([]),
        json!({ "module": "kz.digiflow.mobile.extensions", "method": "getVersion" }),
        json!({ "module": "kz.gov.pki.knca.basics", "method": "format" }),
        json!({ "module": "kz.gov.pki.knca.basics", "method": "sign", "args": { "signingParams": 5 } }),
    ] {
        let answer = ask(&mut socket, call).await;
        assert_eq!(answer["status"], false, "{answer}");
        assert!(answer["code"].is_string());
    }
}

#[tokio::test]
async fn the_authority_is_there_over_http() {
    let room = room(false);
    for (path, kind) in [
        ("root.cer", "application/pkix-cert"),
        ("intermediate.cer", "application/pkix-cert"),
        ("crl", "application/pkix-crl"),
    ] {
        let response = room.get(&format!("/sandbox/ca/{path}")).await;
        assert_eq!(response.headers()["content-type"], kind);
        assert_eq!(bytes(response).await[0], 0x30, "{path}");
    }
    for (path, refusal) in [("ocsp", vec![0x30, 3, 0x0A, 1, 1]), ("tsp", Vec::new())] {
        let request = axum::http::Request::post(format!("/sandbox/ca/{path}"))
            .body(Body::from("nonsense"))
            .unwrap();
        let response = room.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert!(bytes(response).await.starts_with(&refusal), "{path}");
    }
}
