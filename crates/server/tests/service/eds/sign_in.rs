use std::sync::atomic::Ordering;

use eds::{Purpose, issue::Over};
use serde_json::json;
use server::adapters::sandbox::Fault;

use crate::support::{Signers, text};

#[tokio::test]
async fn the_settings_name_ncalayer_and_the_page_may_call_it_and_nobody_else() {
    let signers = Signers::start();
    let settings = signers.service.get("/api/v1/eds").await;
    let ncalayer = "ws://localhost:8080/sandbox/ncalayer";
    assert_eq!(settings.json, json!({"ncalayer": ncalayer}));
    let policy = settings.header("content-security-policy").to_owned();
    let expected = format!("connect-src 'self' {ncalayer};");
    assert!(policy.contains(&expected), "{policy}");
}

#[tokio::test]
async fn a_challenge_names_the_origin_and_is_another_each_time() {
    let signers = Signers::start();
    let first = signers
        .service
        .post("/api/v1/sign-in/challenge", json!({}))
        .await;
    let lines: Vec<&str> = text(&first.json, "text").lines().collect();
    assert_eq!(lines[..2], ["tirkeu-sign-in/1", "http://localhost:8080"]);
    assert_eq!(lines[2].len(), 43, "256 bits");
    assert_eq!(lines[3], "2026-11-22T07:05:00Z");
    assert_eq!(first.json["expires_at"], "2026-11-22T07:05:00Z");
    assert_eq!(first.json["now"], "2026-11-22T07:00:00Z");
    assert_ne!(signers.challenge().await, text(&first.json, "text"));
}

#[tokio::test]
async fn whom_the_certificate_names_is_signed_in() {
    let signers = Signers::start();
    for key in ["aigerim", "marat"] {
        let challenge = signers.challenge().await;
        let cms = signers.signed(key, Purpose::SignIn, &challenge, None);
        let answer = signers.meet(&challenge, &cms).await;
        assert_eq!(answer.status, 200, "{key}: {answer:?}");
        assert_eq!(text(&answer.json, "iin"), signers.iin(key).to_string());
        let visitor = signers.sign_in(key).await;
        let person = signers.service.as_(&visitor).get("/api/v1/person").await;
        assert_eq!(person.status, 200);
        assert_eq!(text(&person.json, "iin"), signers.iin(key).to_string());
    }
}

#[tokio::test]
async fn a_repetition_gets_the_same_session() {
    let signers = Signers::start();
    let challenge = signers.challenge().await;
    let cms = signers.signed("aigerim", Purpose::SignIn, &challenge, None);
    let body = json!({"challenge_text": challenge, "cms": cms});
    let send = async || {
        let call = signers.service.anybody().key("the-same-key");
        call.post("/api/v1/sign-in/eds", body.clone()).await
    };
    let (first, second) = (send().await, send().await);
    assert_eq!((first.status, second.status), (200, 200));
    assert_eq!(first.cookie(), second.cookie());
    assert_eq!(first.text, second.text);
}

#[tokio::test]
async fn what_does_not_stand_is_told_by_its_own_reason_and_leaves_the_challenge() {
    let signers = Signers::start();
    let challenge = signers.challenge().await;
    let check = async |what: &str, cms: String, expected: (u16, &str)| {
        let answer = signers.meet(&challenge, &cms).await;
        assert_eq!((answer.status, answer.problem()), expected, "{what}");
        assert_eq!(answer.cookie(), None, "{what}");
    };
    let sign = |key, purpose| signers.signed(key, purpose, &challenge, None);
    check(
        "an expired certificate",
        sign("kairat", Purpose::SignIn),
        (422, "eds_expired"),
    )
    .await;
    check(
        "a revoked certificate",
        sign("ainur", Purpose::SignIn),
        (422, "eds_revoked"),
    )
    .await;
    check(
        "a certificate for signing",
        sign("aigerim", Purpose::Sign),
        (422, "eds_wrong_purpose"),
    )
    .await;
    let other = signers.signed("aigerim", Purpose::SignIn, "another text", None);
    check("another text", other, (422, "eds_altered")).await;
    let carried = Over::Carried(challenge.as_bytes());
    let carried = signers.over("aigerim", Purpose::SignIn, carried, None);
    check("the text within", carried, (422, "eds_altered")).await;
    for garbage in ["", "MIIB", "====", "не подпись", "AAAAAAAAAAAAAAAA"] {
        check(garbage, garbage.to_owned(), (422, "eds_malformed")).await;
    }
    let elsewhere = Signers::start();
    let stranger = elsewhere.signed("aigerim", Purpose::SignIn, &challenge, None);
    check(
        "another authority",
        stranger,
        (422, "eds_unknown_authority"),
    )
    .await;
    let good = sign("aigerim", Purpose::SignIn);
    let down = &signers.service.world.authority_down;
    down.store(true, Ordering::SeqCst);
    check(
        "nobody answers for the authority",
        good.clone(),
        (503, "eds_revocation_unknown"),
    )
    .await;
    down.store(false, Ordering::SeqCst);
    assert_eq!(signers.meet(&challenge, &good).await.status, 200);
    let revoked = Some(Fault::Revoked);
    let revoked = signers.signed("aigerim", Purpose::SignIn, &challenge, revoked);
    check("a used challenge", revoked, (422, "challenge_expired")).await;
}

#[tokio::test]
async fn a_challenge_works_once_for_five_minutes_and_at_its_own_address() {
    let signers = Signers::start();
    let signed = async |challenge: String| {
        let cms = signers.signed("aigerim", Purpose::SignIn, &challenge, None);
        let answer = signers.meet(&challenge, &cms).await;
        (answer.status, answer.problem().to_owned())
    };
    let dead = (422, "challenge_expired".to_owned());
    let challenge = signers.challenge().await;
    assert_eq!(signed(challenge.clone()).await.0, 200);
    assert_eq!(signed(challenge).await, dead, "used");

    let challenge = signers.challenge().await;
    signers.service.world.forward_ms(5 * 60 * 1000 - 1);
    assert_eq!(signed(challenge).await.0, 200, "in the last millisecond");
    let challenge = signers.challenge().await;
    signers.service.world.forward_ms(5 * 60 * 1000);
    assert_eq!(signed(challenge).await, dead, "late");

    let own = "tirkeu-sign-in/1\nhttp://localhost:8080\nnonce\n2030-01-01T00:00:00Z\n";
    assert_eq!(signed(own.to_owned()).await, dead, "never given");
    let given = signers
        .elsewhere("https://elsewhere.example")
        .post("/api/v1/sign-in/challenge", json!({}))
        .await;
    let foreign = text(&given.json, "text").to_owned();
    assert_eq!(signed(foreign).await, dead, "given for another origin");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_who_send_the_same_challenge_at_once_one_is_signed_in() {
    let signers = Signers::start();
    let challenge = signers.challenge().await;
    let cms = signers.signed("aigerim", Purpose::SignIn, &challenge, None);
    let meet = async || signers.meet(&challenge, &cms).await.status;
    let (a, b, c, d) = tokio::join!(meet(), meet(), meet(), meet());
    let mut statuses = [a, b, c, d];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 422, 422, 422]);
}

#[tokio::test]
async fn without_authorities_nothing_of_it_is_there() {
    let service = crate::support::Service::start();
    assert_eq!(service.get("/api/v1/eds").await.status, 404);
    let challenge = service.post("/api/v1/sign-in/challenge", json!({})).await;
    assert_eq!(challenge.status, 404);
    let policy = service.get("/api/v1/eds").await;
    let policy = policy.header("content-security-policy");
    assert!(policy.contains("connect-src 'self';"), "{policy}");
}
