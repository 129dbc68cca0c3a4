//! Wrong, hostile and unlucky requests: each gets a clear answer, and nothing is lost or doubled.

use axum::http::Method;
use serde_json::{Value, json};

use crate::support::{Service, iin, text};

const WRITES: [&str; 9] = [
    "/api/v1/sign-in/code",
    "/api/v1/sign-in",
    "/api/v1/sign-out",
    "/api/v1/dwelling-check",
    "/api/v1/applications",
    "/api/v1/applications/T-0000-0000-00/withdrawal",
    "/api/v1/applications/T-0000-0000-00/reminder",
    "/api/v1/applications/T-0000-0000-00/signing-code",
    "/api/v1/applications/T-0000-0000-00/signature",
];

#[tokio::test]
async fn a_wrong_number_says_what_is_wrong_in_three_languages() {
    let service = Service::start();
    for (lang, word) in [("kk-KZ,kk;q=0.9", "Бақылау"), ("ru", "Контрольная"), ("en", "check digit"), ("de", "Бақылау")] {
        let answer = service.anybody().lang(lang).post("/api/v1/sign-in/code", json!({"iin": "900101400001"})).await;
        assert_eq!((answer.status, answer.problem()), (422, "invalid_fields"));
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert_eq!(text(&answer.json["fields"][0], "field"), "iin");
        assert!(text(&answer.json["fields"][0], "detail").contains(word), "{answer:?}");
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_refused() {
    let service = Service::start();
    let visitor = service.sign_in(service.town.aigul).await;
    for path in WRITES.into_iter().filter(|path| !path.ends_with("sign-out")) {
        if !path.starts_with("/api/v1/applications/") || path.ends_with("signature") {
            let broken = service.as_(&visitor).post_bytes(path, b"{\"answers\":".to_vec()).await;
            assert_eq!((broken.status, broken.problem()), (400, "malformed_request"), "{path}");
        }
        let large = service.as_(&visitor).post_bytes(path, vec![b' '; 1_000_000]).await;
        assert_eq!((large.status, large.problem()), (413, "too_large"), "{path}");
        let body = b"{}".to_vec();
        let plain = service.as_(&visitor).send(Method::POST, path, body, Some("text/plain")).await;
        assert_eq!((plain.status, plain.problem()), (415, "unsupported_media_type"), "{path}");
    }
    let deep = [vec![b'['; 30_000], vec![b']'; 30_000]].concat();
    let answer = service.anybody().post_bytes("/api/v1/verdict", deep).await;
    assert_eq!((answer.status, answer.problem()), (400, "malformed_request"));
}

#[tokio::test]
async fn every_write_needs_a_key() {
    let service = Service::start();
    let visitor = service.sign_in(service.town.aigul).await;
    for path in WRITES.into_iter().chain(["/api/v1/consents/abc"]) {
        let without = service.as_(&visitor).without_key().post(path, json!({})).await;
        assert_eq!((without.status, without.problem()), (400, "idempotency_key_missing"), "{path}");
        for key in ["short", &"k".repeat(65), "with space", "ключ-ключ"] {
            let wrong = service.as_(&visitor).key(key).post(path, json!({})).await;
            assert_eq!(wrong.problem(), "idempotency_key_missing", "{path} {key}");
        }
    }
    let verdict = service.anybody().without_key().post("/api/v1/verdict", json!({"facts": {}})).await;
    assert_eq!((verdict.status, &verdict.json["outcome"]), (200, &json!("unknown")));
}

#[tokio::test]
async fn nobody_gets_in_without_signing_in() {
    let service = Service::start();
    for path in ["/api/v1/person", "/api/v1/applications", "/api/v1/applications/T-0000-0000-00", "/api/v1/messages"] {
        let answer = service.get(path).await;
        assert_eq!((answer.status, answer.problem()), (401, "sign_in_needed"), "{path}");
    }
    for path in WRITES.into_iter().filter(|path| !path.contains("sign-")) {
        let answer = service.post(path, json!({})).await;
        assert_eq!((answer.status, answer.problem()), (401, "sign_in_needed"), "{path}");
    }
}

#[tokio::test]
async fn unknown_addresses_and_methods_are_problems_too() {
    let service = Service::start();
    for path in ["/api/v1/nothing", "/api/", "/api/v2/person", "/nowhere", "/sandbox/", "/sandbox/api/people", "/sandbox/api/clock"] {
        let answer = service.get(path).await;
        assert_eq!((answer.status, answer.problem()), (404, "not_found"), "{path}");
    }
    let answer = service.anybody().send(Method::DELETE, "/api/v1/person", Vec::new(), None).await;
    assert_eq!((answer.status, answer.problem()), (405, "method_not_allowed"));
    let forward = service.post("/sandbox/api/clock", json!({"forward_seconds": 3600})).await;
    assert_eq!(forward.status, 404, "the sandbox is not there without --sandbox");
}

#[tokio::test]
async fn a_forged_verdict_is_passed_over() {
    let service = Service::start();
    let town = &service.town;
    let visitor = service.sign_in(town.bolat).await;
    let mut answers = town.tenant_answers(town.minors, town.dana);
    answers["declared_dwelling"] = json!({"owner_minor": false, "owner_limited": false, "found": true});
    answers["declared_subject"] = json!({"age": 40, "relation": "self"});
    let body = json!({
        "answers": answers, "lang": "ru",
        "verdict": {"outcome": "online", "consent": "none", "because": [], "missing": []},
        "state": "registered",
    });
    let refused = service.as_(&visitor).post("/api/v1/applications", body).await;
    assert_eq!((refused.status, refused.problem()), (422, "not_eligible"));
    assert_eq!(refused.json["verdict"]["outcome"], "visit_psc");
    let mut sole = town.owner_answers(town.shared);
    sole["ownership"] = json!("sole");
    let serik = service.sign_in(town.serik).await;
    let application = service.file_ok(&serik, sole).await;
    assert_eq!(application["state"], "awaiting_consent", "the register says that he owns a third");
}

#[tokio::test]
async fn an_unfinished_form_says_what_is_missing() {
    let service = Service::start();
    let town = &service.town;
    let visitor = service.sign_in(town.bolat).await;
    let check = async |answers: Value, expected: &[&str]| {
        let body = json!({"answers": answers, "lang": "en"});
        let answer = service.as_(&visitor).post("/api/v1/applications", body).await;
        let fields: Vec<&str> =
            answer.json["fields"].as_array().unwrap().iter().map(|field| text(field, "field")).collect();
        assert_eq!((answer.problem(), fields.as_slice()), ("invalid_fields", expected));
    };
    check(json!({}), &["answers.service", "answers.subject", "answers.ownership", "answers.rca"]).await;
    check(json!({"service": "permanent", "subject": "myself", "ownership": "none", "rca": town.flat}), &["answers.reason", "answers.owner"]).await;
    check(json!({"service": "temporary", "months": "six"}), &["answers.months"]).await;
    let mut crowded = town.tenant_answers(town.crowded, town.serik);
    crowded["relation_to_owner"] = Value::Null;
    check(crowded, &["answers.relation_to_owner"]).await;
}

#[tokio::test]
async fn a_code_works_once_for_five_minutes_and_five_tries() {
    let service = Service::start();
    let aigul = service.town.aigul;
    let phone = service.world.phone_of(aigul);
    let ask = async || service.post("/api/v1/sign-in/code", json!({"iin": aigul})).await;
    let try_ = async |code: &str| service.post("/api/v1/sign-in", json!({"iin": aigul, "code": code})).await;

    assert_eq!(try_("123456").await.problem(), "code_expired", "none was asked for");
    assert_eq!(ask().await.status, 200);
    let code = service.code(phone).await;
    assert_eq!(ask().await.problem(), "too_many_requests", "another only after a minute");
    assert_eq!(try_(&code).await.status, 200);
    assert_eq!(try_(&code).await.problem(), "code_expired", "used");

    assert_eq!(ask().await.status, 200);
    let code = service.code(phone).await;
    service.later(300).await;
    assert_eq!(try_(&code).await.problem(), "code_expired", "too old");

    assert_eq!(ask().await.status, 200);
    let code = service.code(phone).await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    for _ in 0..5 {
        assert_eq!(try_(wrong).await.problem(), "code_wrong");
    }
    assert_eq!(try_(&code).await.problem(), "code_expired", "tried too often");

    service.later(60).await;
    assert_eq!(ask().await.status, 200);
    for _ in 0..5 {
        assert_eq!(try_(wrong).await.problem(), "code_wrong");
    }
    let stop = ask().await;
    assert_eq!((stop.status, stop.problem()), (429, "too_many_failures"), "ten a day, whatever the code");
    assert_eq!(stop.json["retry_at"], "2026-11-22T19:00:00Z", "midnight in Kazakhstan");
    service.later(12 * 3600).await;
    assert_eq!(ask().await.status, 200);
}

#[tokio::test]
async fn a_code_signs_only_the_document_it_was_sent_for() {
    let service = Service::start();
    let town = &service.town;
    let visitor = service.sign_in(town.aigul).await;
    let application = service.file_ok(&visitor, town.owner_answers(town.flat)).await;
    let path = |rest: &str| format!("/api/v1/applications/{}{rest}", text(&application, "number"));
    let sign = async |code: &str, document: &str| {
        let body = json!({"code": code, "document_sha256": document});
        service.as_(&visitor).post(&path("/signature"), body).await
    };
    let document = text(&application, "document_sha256");
    assert_eq!(sign("123456", document).await.problem(), "code_expired");
    assert_eq!(service.as_(&visitor).post(&path("/signing-code"), Value::Null).await.status, 200);
    let code = service.code(visitor.phone).await;
    assert!(service.newest_sms(visitor.phone).await.contains(text(&application, "number")));
    assert_eq!(sign(&code, &"0".repeat(64)).await.problem(), "other_document");
    let as_sign_in = service.post("/api/v1/sign-in", json!({"iin": town.aigul, "code": code})).await;
    assert_ne!(as_sign_in.status, 200, "a code for signing does not sign in");
    let signed = sign(&format!(" {} {} ", &code[..3], &code[3..]), document).await;
    assert_eq!(signed.status, 200, "spaces do not matter: {signed:?}");
    let again = sign(&code, document).await;
    assert_eq!((again.status, again.problem()), (409, "wrong_state"));
}

#[tokio::test]
async fn a_person_without_a_telephone_is_told_when_signing_and_not_before() {
    let service = Service::start();
    let town = &service.town;
    let with = service.post("/api/v1/sign-in/code", json!({"iin": town.aigul})).await;
    let without = service.post("/api/v1/sign-in/code", json!({"iin": town.silent})).await;
    let nobody = service.post("/api/v1/sign-in/code", json!({"iin": iin(9001)})).await;
    assert_eq!((with.status, &with.text), (without.status, &without.text));
    assert_eq!((with.status, &with.text), (nobody.status, &nobody.text));
    let guess = json!({"iin": iin(9001), "code": "000000"});
    assert_eq!(service.post("/api/v1/sign-in", guess).await.problem(), "code_wrong");
    service.later(400).await;

    let visitor = service.sign_in(town.aigul).await;
    let application = service.file_ok(&visitor, town.owner_answers(town.flat)).await;
    service.world.registers().phones.clear();
    let path = format!("/api/v1/applications/{}/signing-code", text(&application, "number"));
    let answer = service.as_(&visitor).post(&path, Value::Null).await;
    assert_eq!((answer.status, answer.problem()), (422, "no_phone"));
}

#[tokio::test]
async fn a_session_ends_when_it_is_idle_or_old_or_closed() {
    let service = Service::start();
    let town = &service.town;
    let visitor = service.sign_in(town.aigul).await;
    let person = async || service.as_(&visitor).get("/api/v1/person").await;
    for _ in 0..47 {
        service.world.forward_ms(14 * 60 * 1000);
        assert_eq!(person().await.status, 200);
    }
    assert_eq!(person().await.json["session_until"], "2026-11-22T18:13:00Z");
    for _ in 0..4 {
        service.world.forward_ms(14 * 60 * 1000);
        person().await;
    }
    assert_eq!(person().await.problem(), "", "{}", service.app.now());
    service.world.forward_ms(14 * 60 * 1000);
    assert_eq!(person().await.problem(), "sign_in_needed", "after twelve hours");

    let visitor = service.sign_in(town.aigul).await;
    service.world.forward_ms(15 * 60 * 1000);
    assert_eq!(service.as_(&visitor).get("/api/v1/person").await.problem(), "sign_in_needed");

    let visitor = service.sign_in(town.aigul).await;
    let out = service.as_(&visitor).post("/api/v1/sign-out", Value::Null).await;
    assert_eq!((out.status, out.cookie().as_deref()), (204, Some("tirkeu_session=")));
    assert_eq!(service.as_(&visitor).get("/api/v1/person").await.status, 401);
    assert_eq!(service.as_(&visitor).post("/api/v1/sign-out", Value::Null).await.status, 204);
}
