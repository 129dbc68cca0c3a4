//! Wrong, hostile and unlucky requests: each gets a clear answer, and nothing is lost or doubled.

use axum::http::Method;
use serde_json::{Value, json};

use crate::support::{Program, Service, text};

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
    for (lang, word) in [
        ("kk-KZ,kk;q=0.9", "Бақылау"),
        ("ru", "Контрольная"),
        ("en", "check digit"),
        ("de", "Бақылау"),
    ] {
        let answer = service
            .anybody()
            .lang(lang)
            .post("/api/v1/sign-in/code", json!({"iin": "900101400001"}))
            .await;
        assert_eq!((answer.status, answer.problem()), (422, "invalid_fields"));
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert_eq!(text(&answer.json["fields"][0], "field"), "iin");
        assert!(
            text(&answer.json["fields"][0], "detail").contains(word),
            "{answer:?}"
        );
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_refused() {
    let service = Service::start();
    let visitor = service.sign_in(service.town.aigul).await;
    for path in WRITES
        .into_iter()
        .filter(|path| !path.ends_with("sign-out"))
    {
        if !path.starts_with("/api/v1/applications/") || path.ends_with("signature") {
            let broken = service
                .as_(&visitor)
                .post_bytes(path, b"{\"answers\":".to_vec())
                .await;
            assert_eq!(
                (broken.status, broken.problem()),
                (400, "malformed_request"),
                "{path}"
            );
        }
        let large = service
            .as_(&visitor)
            .post_bytes(path, vec![b' '; 1_000_000])
            .await;
        assert_eq!(
            (large.status, large.problem()),
            (413, "too_large"),
            "{path}"
        );
        let body = b"{}".to_vec();
        let plain = service
            .as_(&visitor)
            .send(Method::POST, path, body, Some("text/plain"))
            .await;
        assert_eq!(
            (plain.status, plain.problem()),
            (415, "unsupported_media_type"),
            "{path}"
        );
    }
    let deep = [vec![b'['; 30_000], vec![b']'; 30_000]].concat();
    let answer = service.anybody().post_bytes("/api/v1/verdict", deep).await;
    assert_eq!(
        (answer.status, answer.problem()),
        (400, "malformed_request")
    );
}

#[tokio::test]
async fn every_write_needs_a_key() {
    let service = Service::start();
    let visitor = service.sign_in(service.town.aigul).await;
    for path in WRITES.into_iter().chain(["/api/v1/consents/abc"]) {
        let without = service
            .as_(&visitor)
            .without_key()
            .post(path, json!({}))
            .await;
        assert_eq!(
            (without.status, without.problem()),
            (400, "idempotency_key_missing"),
            "{path}"
        );
        for key in ["short", &"k".repeat(65), "with space", "ключ-ключ"] {
            let wrong = service.as_(&visitor).key(key).post(path, json!({})).await;
            assert_eq!(wrong.problem(), "idempotency_key_missing", "{path} {key}");
        }
    }
    let verdict = service
        .anybody()
        .without_key()
        .post("/api/v1/verdict", json!({"facts": {}}))
        .await;
    assert_eq!(
        (verdict.status, &verdict.json["outcome"]),
        (200, &json!("unknown"))
    );
}

#[tokio::test]
async fn nobody_gets_in_without_signing_in() {
    let service = Service::start();
    for path in [
        "/api/v1/person",
        "/api/v1/applications",
        "/api/v1/applications/T-0000-0000-00",
        "/api/v1/messages",
    ] {
        let answer = service.get(path).await;
        assert_eq!(
            (answer.status, answer.problem()),
            (401, "sign_in_needed"),
            "{path}"
        );
    }
    for path in WRITES.into_iter().filter(|path| !path.contains("sign-")) {
        let answer = service.post(path, json!({})).await;
        assert_eq!(
            (answer.status, answer.problem()),
            (401, "sign_in_needed"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn unknown_addresses_and_methods_are_problems_too() {
    let service = Service::start();
    for path in [
        "/api/v1/nothing",
        "/api/v2/person",
        "/nowhere",
        "/sandbox/",
        "/sandbox/api/people",
        "/sandbox/api/clock",
    ] {
        let answer = service.get(path).await;
        assert_eq!(
            (answer.status, answer.problem()),
            (404, "not_found"),
            "{path}"
        );
    }
    let answer = service
        .anybody()
        .send(Method::DELETE, "/api/v1/person", Vec::new(), None)
        .await;
    assert_eq!(
        (answer.status, answer.problem()),
        (405, "method_not_allowed")
    );
    let forward = service
        .post("/sandbox/api/clock", json!({"forward_seconds": 3600}))
        .await;
    assert_eq!(
        forward.status, 404,
        "the sandbox is not there without --sandbox"
    );
}

#[tokio::test]
async fn a_forged_verdict_is_passed_over() {
    let service = Service::start();
    let town = &service.town;
    let visitor = service.sign_in(town.bolat).await;
    let mut answers = town.tenant_answers(town.minors, town.dana);
    answers["declared_dwelling"] =
        json!({"owner_minor": false, "owner_limited": false, "found": true});
    answers["declared_subject"] = json!({"age": 40, "relation": "self"});
    let body = json!({
        "answers": answers, "lang": "ru",
        "verdict": {"outcome": "online", "consent": "none", "because": [], "missing": []},
        "state": "registered",
    });
    let refused = service
        .as_(&visitor)
        .post("/api/v1/applications", body)
        .await;
    assert_eq!((refused.status, refused.problem()), (422, "not_eligible"));
    assert_eq!(refused.json["verdict"]["outcome"], "visit_psc");
    let mut sole = town.owner_answers(town.shared);
    sole["ownership"] = json!("sole");
    let serik = service.sign_in(town.serik).await;
    let application = service.file_ok(&serik, sole).await;
    assert_eq!(
        application["state"], "awaiting_consent",
        "the register says that he owns a third"
    );
}

#[tokio::test]
async fn an_unfinished_form_says_what_is_missing() {
    let service = Service::start();
    let town = &service.town;
    let visitor = service.sign_in(town.bolat).await;
    let check = async |answers: Value, expected: &[&str]| {
        let body = json!({"answers": answers, "lang": "en"});
        let answer = service
            .as_(&visitor)
            .post("/api/v1/applications", body)
            .await;
        let fields: Vec<&str> = answer.json["fields"]
            .as_array()
            .unwrap()
            .iter()
            .map(|field| text(field, "field"))
            .collect();
        assert_eq!(
            (answer.problem(), fields.as_slice()),
            ("invalid_fields", expected)
        );
    };
    check(
        json!({}),
        &[
            "answers.service",
            "answers.subject",
            "answers.ownership",
            "answers.rca",
        ],
    )
    .await;
    check(
        json!({"service": "permanent", "subject": "myself", "ownership": "none", "rca": town.flat}),
        &["answers.reason", "answers.owner"],
    )
    .await;
    check(
        json!({"service": "temporary", "months": "six"}),
        &["answers.months"],
    )
    .await;
    let mut crowded = town.tenant_answers(town.crowded, town.serik);
    crowded["relation_to_owner"] = Value::Null;
    check(crowded, &["answers.relation_to_owner"]).await;
}

#[test]
fn whoever_sends_far_too_much_still_reads_the_answer() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path());
    let large = json!({"facts": {"service": "x".repeat(4_000_000)}});
    for (path, status, code) in [
        ("/api/v1/verdict", 413, "too_large"),
        ("/api/v1/sign-in/code", 413, "too_large"),
        ("/api/v1/nowhere", 404, "not_found"),
        ("/api/v1/person", 405, "method_not_allowed"),
    ] {
        for _ in 0..5 {
            let (answered, problem) = program.call("POST", path, &large);
            assert_eq!(
                (answered, &problem["code"]),
                (status, &json!(code)),
                "{path}"
            );
        }
    }
}
