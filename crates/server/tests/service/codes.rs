//! One-time codes and sessions.

use serde_json::{Value, json};

use crate::support::{Service, iin, text};

#[tokio::test]
async fn a_code_works_once_for_five_minutes_and_five_tries() {
    let service = Service::start();
    let aigul = service.town.aigul;
    let phone = service.world.phone_of(aigul);
    let ask = async || {
        service
            .post("/api/v1/sign-in/code", json!({"iin": aigul}))
            .await
    };
    let try_ = async |code: &str| {
        service
            .post("/api/v1/sign-in", json!({"iin": aigul, "code": code}))
            .await
    };

    assert_eq!(
        try_("123456").await.problem(),
        "code_expired",
        "none was asked for"
    );
    assert_eq!(ask().await.status, 200);
    let code = service.code(phone).await;
    assert_eq!(
        ask().await.problem(),
        "too_many_requests",
        "another only after a minute"
    );
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
    assert_eq!(
        try_(&code).await.problem(),
        "code_expired",
        "tried too often"
    );

    service.later(60).await;
    assert_eq!(ask().await.status, 200);
    for _ in 0..5 {
        assert_eq!(try_(wrong).await.problem(), "code_wrong");
    }
    let stop = ask().await;
    assert_eq!(
        (stop.status, stop.problem()),
        (429, "too_many_failures"),
        "ten a day, whatever the code"
    );
    assert_eq!(
        stop.json["retry_at"], "2026-11-22T19:00:00Z",
        "midnight in Kazakhstan"
    );
    service.later(12 * 3600).await;
    assert_eq!(ask().await.status, 200);
}

#[tokio::test]
async fn a_code_signs_only_the_document_it_was_sent_for() {
    let service = Service::start();
    let town = &service.town;
    let visitor = service.sign_in(town.aigul).await;
    let application = service
        .file_ok(&visitor, town.owner_answers(town.flat))
        .await;
    let path = |rest: &str| {
        format!(
            "/api/v1/applications/{}{rest}",
            text(&application, "number")
        )
    };
    let sign = async |code: &str, document: &str| {
        let body = json!({"code": code, "document_sha256": document});
        service.as_(&visitor).post(&path("/signature"), body).await
    };
    let document = text(&application, "document_sha256");
    assert_eq!(sign("123456", document).await.problem(), "code_expired");
    assert_eq!(
        service
            .as_(&visitor)
            .post(&path("/signing-code"), Value::Null)
            .await
            .status,
        200
    );
    let code = service.code(visitor.phone).await;
    assert!(
        service
            .newest_sms(visitor.phone)
            .await
            .contains(text(&application, "number"))
    );
    assert_eq!(
        sign(&code, &"0".repeat(64)).await.problem(),
        "other_document"
    );
    let as_sign_in = service
        .post("/api/v1/sign-in", json!({"iin": town.aigul, "code": code}))
        .await;
    assert_ne!(
        as_sign_in.status, 200,
        "a code for signing does not sign in"
    );
    let signed = sign(&format!(" {} {} ", &code[..3], &code[3..]), document).await;
    assert_eq!(signed.status, 200, "spaces do not matter: {signed:?}");
    let again = sign(&code, document).await;
    assert_eq!((again.status, again.problem()), (409, "wrong_state"));
}

#[tokio::test]
async fn a_person_without_a_telephone_is_told_when_signing_and_not_before() {
    let service = Service::start();
    let town = &service.town;
    let with = service
        .post("/api/v1/sign-in/code", json!({"iin": town.aigul}))
        .await;
    let without = service
        .post("/api/v1/sign-in/code", json!({"iin": town.silent}))
        .await;
    let nobody = service
        .post("/api/v1/sign-in/code", json!({"iin": iin(9001)}))
        .await;
    assert_eq!((with.status, &with.text), (without.status, &without.text));
    assert_eq!((with.status, &with.text), (nobody.status, &nobody.text));
    let guess = json!({"iin": iin(9001), "code": "000000"});
    assert_eq!(
        service.post("/api/v1/sign-in", guess).await.problem(),
        "code_wrong"
    );
    service.later(400).await;

    let visitor = service.sign_in(town.aigul).await;
    let application = service
        .file_ok(&visitor, town.owner_answers(town.flat))
        .await;
    service.world.registers().phones.clear();
    let path = format!(
        "/api/v1/applications/{}/signing-code",
        text(&application, "number")
    );
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
    assert_eq!(
        person().await.problem(),
        "sign_in_needed",
        "after twelve hours"
    );

    let visitor = service.sign_in(town.aigul).await;
    service.world.forward_ms(15 * 60 * 1000);
    assert_eq!(
        service.as_(&visitor).get("/api/v1/person").await.problem(),
        "sign_in_needed"
    );

    let visitor = service.sign_in(town.aigul).await;
    let out = service
        .as_(&visitor)
        .post("/api/v1/sign-out", Value::Null)
        .await;
    assert_eq!(
        (out.status, out.cookie().as_deref()),
        (204, Some("tirkeu_session="))
    );
    assert_eq!(
        service.as_(&visitor).get("/api/v1/person").await.status,
        401
    );
    assert_eq!(
        service
            .as_(&visitor)
            .post("/api/v1/sign-out", Value::Null)
            .await
            .status,
        204
    );
}

#[tokio::test]
async fn who_signs_in_again_in_the_same_browser_ends_the_session_before() {
    let service = Service::start();
    let town = &service.town;
    let visitor = service.sign_in(town.aigul).await;
    let elsewhere = service.sign_in(town.aigul).await;
    let person = async |who: &_| service.as_(who).get("/api/v1/person").await.status;
    let try_code = async |code: &str| {
        let body = json!({"iin": town.aigul, "code": code});
        service.as_(&visitor).post("/api/v1/sign-in", body).await
    };
    service.later(61).await;
    let asked = json!({"iin": town.aigul});
    service.post("/api/v1/sign-in/code", asked).await;
    let code = service.code(visitor.phone).await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    assert_eq!(try_code(wrong).await.problem(), "code_wrong");
    assert_eq!(person(&visitor).await, 200, "a wrong code ends nothing");
    let again = try_code(&code).await;
    assert_eq!(again.status, 200);
    assert_ne!(again.cookie(), None);
    assert_eq!(person(&visitor).await, 401, "the session before has ended");
    assert_eq!(
        person(&elsewhere).await,
        200,
        "that of another browser goes on"
    );
}

#[tokio::test]
async fn a_stranger_who_guesses_at_the_sign_in_keeps_nobody_from_signing() {
    let service = Service::start();
    let town = &service.town;
    let visitor = service.sign_in(town.aigul).await;
    let application = service
        .file_ok(&visitor, town.owner_answers(town.flat))
        .await;
    for _ in 0..2 {
        service.later(61).await;
        let asked = service
            .post("/api/v1/sign-in/code", json!({"iin": town.aigul}))
            .await;
        assert_eq!(asked.status, 200);
        let code = service.code(visitor.phone).await;
        let wrong = if code == "000000" { "000001" } else { "000000" };
        for _ in 0..5 {
            let guess = json!({"iin": town.aigul, "code": wrong});
            assert_eq!(
                service.post("/api/v1/sign-in", guess).await.problem(),
                "code_wrong"
            );
        }
    }
    service.later(61).await;
    let stopped = service
        .post("/api/v1/sign-in/code", json!({"iin": town.aigul}))
        .await;
    assert_eq!(stopped.problem(), "too_many_failures");
    let signed = service.sign(&visitor, &application).await;
    assert_eq!(signed.status, 200, "{signed:?}");
}

#[tokio::test]
async fn ten_codes_a_day_are_sent_to_a_person() {
    let service = Service::start();
    let aigul = service.town.aigul;
    let ask = async |iin| {
        service
            .post("/api/v1/sign-in/code", json!({"iin": iin}))
            .await
    };
    for sent in 1..=10 {
        assert_eq!(ask(aigul).await.status, 200, "{sent}");
        service.later(61).await;
    }
    let stopped = ask(aigul).await;
    assert_eq!((stopped.status, stopped.problem()), (429, "too_many_codes"));
    assert_eq!(
        stopped.json["retry_at"], "2026-11-22T19:00:00Z",
        "midnight in Kazakhstan"
    );
    assert_eq!(
        ask(service.town.bolat).await.status,
        200,
        "nobody else is stopped"
    );
    service.later(12 * 3600).await;
    assert_eq!(ask(aigul).await.status, 200);
}

#[tokio::test]
async fn whoever_tries_one_code_on_each_of_many_numbers_is_stopped() {
    let service = Service::start();
    let try_ = async |number: u32| {
        let iin = iin(number);
        let asked = json!({"iin": iin});
        let asked = service.post("/api/v1/sign-in/code", asked).await;
        if asked.status != 200 {
            return asked;
        }
        let guess = json!({"iin": iin, "code": "no-code"});
        service.post("/api/v1/sign-in", guess).await
    };
    for number in 1..=1000 {
        assert_eq!(try_(number).await.problem(), "code_wrong", "{number}");
    }
    let stopped = try_(1001).await;
    assert_eq!(
        (stopped.status, stopped.problem()),
        (429, "too_many_guesses")
    );
    let right = service
        .post(
            "/api/v1/sign-in",
            json!({"iin": service.town.aigul, "code": "000000"}),
        )
        .await;
    assert_eq!(
        right.problem(),
        "too_many_guesses",
        "for everybody, for a while"
    );
    service.later(3601).await;
    service.settle().await;
    service.settle().await;
    service.sign_in(service.town.aigul).await;
}

#[tokio::test]
async fn a_session_opened_by_one_server_is_the_same_from_another() {
    let service = Service::start();
    let aigul = service.town.aigul;
    let asked = json!({"iin": aigul});
    service.post("/api/v1/sign-in/code", asked).await;
    let code = service.code(service.world.phone_of(aigul)).await;
    let body = json!({"iin": aigul, "code": code});
    let first = service
        .anybody()
        .key("the-same-key")
        .post("/api/v1/sign-in", body.clone())
        .await;
    let service = service.restarted();
    let again = service
        .anybody()
        .key("the-same-key")
        .post("/api/v1/sign-in", body)
        .await;
    assert_eq!(first.status, 200, "{first:?}");
    assert_eq!((again.status, again.cookie()), (200, first.cookie()));
}

#[tokio::test]
async fn whoever_signs_out_everywhere_is_signed_out_on_every_device() {
    let service = Service::start();
    let telephone = service.sign_in(service.town.aigul).await;
    service.later(61).await;
    let laptop = service.sign_in(service.town.aigul).await;
    let other = service.sign_in(service.town.bolat).await;
    let person = async |visitor| service.as_(visitor).get("/api/v1/person").await.status;
    assert_eq!(
        (person(&telephone).await, person(&laptop).await),
        (200, 200)
    );
    let path = "/api/v1/sign-out/everywhere";
    let out = service.as_(&laptop).post(path, Value::Null).await;
    assert_eq!(
        (out.status, out.cookie().as_deref()),
        (204, Some("tirkeu_session="))
    );
    assert_eq!(
        (person(&telephone).await, person(&laptop).await),
        (401, 401)
    );
    assert_eq!(person(&other).await, 200, "nobody else");
    assert_eq!(
        service.post(path, Value::Null).await.problem(),
        "sign_in_needed"
    );
}
