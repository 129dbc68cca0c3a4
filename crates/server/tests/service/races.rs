//! Of several who want to change the same thing at once, one wins.

use serde_json::{Value, json};
use server::usecases::expire_consents;

use crate::support::{Service, text};

/// Runs both ends of an hour with everybody at once, and returns the state it ended in.
async fn race(at_ms: i64) -> (String, Vec<String>) {
    let service = Service::start();
    let town = &service.town;
    let visitor = service.sign_in(town.serik).await;
    let application = service
        .file_ok(&visitor, town.owner_answers(town.shared))
        .await;
    let path = format!("/api/v1/applications/{}", text(&application, "number"));
    let dana = service.token(service.world.phone_of(town.dana)).await;
    let erlan = service.token(service.world.phone_of(town.erlan)).await;
    service.world.forward_ms(at_ms);
    let answer = async |token: &str, agrees: bool| {
        service
            .post(
                &format!("/api/v1/consents/{token}"),
                json!({"agrees": agrees}),
            )
            .await
            .status
    };
    let app = service.app.clone();
    let expire = tokio::spawn(async move { expire_consents(&app).await.unwrap() });
    let withdrawal = format!("{path}/withdrawal");
    let (..) = tokio::join!(
        answer(&dana, true),
        answer(&dana, false),
        answer(&erlan, true),
        answer(&erlan, false),
        service.as_(&visitor).post(&withdrawal, Value::Null),
    );
    expire.await.unwrap();
    expire_consents(&service.app).await.unwrap();
    let stored = service
        .app
        .store
        .application(text(&application, "number").parse_number())
        .await
        .unwrap()
        .unwrap();
    let ends: Vec<String> = stored
        .events
        .iter()
        .map(|happened| serde_json::to_value(&happened.event).unwrap())
        .map(|event| match event {
            Value::String(name) => name,
            other => other.as_object().unwrap().keys().next().unwrap().clone(),
        })
        .filter(|name| {
            ["refused", "cancelled", "withdrawn", "ready_to_sign"].contains(&name.as_str())
        })
        .collect();
    (stored.application.state.name().symbol().to_owned(), ends)
}

trait ParseNumber {
    fn parse_number(&self) -> registration::application::ApplicationNumber;
}

impl ParseNumber for str {
    fn parse_number(&self) -> registration::application::ApplicationNumber {
        registration::application::ApplicationNumber::parse(self).unwrap()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn approval_refusal_withdrawal_and_time_have_one_winner() {
    for round in 0..12 {
        let (state, ends) = race(1000 + round).await;
        let finals = ends.iter().filter(|name| *name != "ready_to_sign").count();
        assert!(finals <= 1, "{ends:?}");
        assert_ne!(state, "cancelled", "it was not time yet");
    }
    for round in 0..4 {
        let (state, ends) = race(3_600_000 + round).await;
        // The session is over after an hour, so nobody withdraws.
        assert_eq!(
            (state.as_str(), ends.as_slice()),
            ("cancelled", ["cancelled".to_owned()].as_slice())
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_filings_for_one_person_leave_one_application() {
    let service = Service::start();
    let town = &service.town;
    let visitor = service.sign_in(town.aigul).await;
    let body = json!({"answers": town.owner_answers(town.flat), "lang": "kk"});
    let file = async || {
        service
            .as_(&visitor)
            .post("/api/v1/applications", body.clone())
            .await
    };
    let (a, b, c, d) = tokio::join!(file(), file(), file(), file());
    let answers = [a, b, c, d];
    assert_eq!(
        answers.iter().filter(|answer| answer.status == 201).count(),
        1
    );
    for refused in answers.iter().filter(|answer| answer.status != 201) {
        assert_eq!(refused.json["verdict"]["outcome"], "resume", "{refused:?}");
    }
    let list = service.as_(&visitor).get("/api/v1/applications").await.json;
    assert_eq!(list["applications"].as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn guesses_at_once_count_one_by_one() {
    let service = Service::start();
    let aigul = service.town.aigul;
    service
        .post("/api/v1/sign-in/code", json!({"iin": aigul}))
        .await;
    let code = service.code(service.world.phone_of(aigul)).await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let guess = async || {
        let body = json!({"iin": aigul, "code": wrong});
        service
            .post("/api/v1/sign-in", body)
            .await
            .problem()
            .to_owned()
    };
    let (a, b, c, d, e, f, g, h) = tokio::join!(
        guess(),
        guess(),
        guess(),
        guess(),
        guess(),
        guess(),
        guess(),
        guess()
    );
    let problems = [a, b, c, d, e, f, g, h];
    assert_eq!(
        problems
            .iter()
            .filter(|problem| *problem == "code_wrong")
            .count(),
        5,
        "{problems:?}"
    );
    assert_eq!(
        problems
            .iter()
            .filter(|problem| *problem == "code_expired")
            .count(),
        3,
        "{problems:?}"
    );
    let right = service
        .post("/api/v1/sign-in", json!({"iin": aigul, "code": code}))
        .await;
    assert_eq!(right.problem(), "code_expired");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_key_at_once_is_done_once() {
    let service = Service::start();
    let town = &service.town;
    let visitor = service.sign_in(town.aigul).await;
    let body = json!({"answers": town.owner_answers(town.flat), "lang": "kk"});
    let mut tasks = tokio::task::JoinSet::new();
    let service = std::sync::Arc::new(service);
    for _ in 0..40 {
        let (service, visitor, body) = (service.clone(), visitor.clone(), body.clone());
        tasks.spawn(async move {
            let answer = service
                .as_(&visitor)
                .key("same-key-01")
                .post("/api/v1/applications", body)
                .await;
            (answer.status, answer.problem().to_owned(), answer.text)
        });
    }
    let mut created = std::collections::BTreeSet::new();
    while let Some(answer) = tasks.join_next().await {
        match answer.unwrap() {
            (201, _, text) => drop(created.insert(text)),
            (status, problem, _) => assert_eq!(
                (status, problem.as_str()),
                (409, "idempotency_key_in_flight")
            ),
        }
    }
    assert_eq!(
        created.len(),
        1,
        "every success is the same to the last byte"
    );
}

#[tokio::test]
async fn killed_between_filing_and_consent_nothing_is_lost_or_doubled() {
    let service = Service::start();
    let visitor = service.sign_in(service.town.bolat).await;
    let answers = service
        .town
        .tenant_answers(service.town.flat, service.town.aigul);
    let application = service.file_ok(&visitor, answers).await;
    let phone = service.world.phone_of(service.town.aigul);
    assert_eq!(
        service.world.sms_to(phone).len(),
        0,
        "killed before the message went out"
    );
    let service = service.restarted();
    let code = service.reply_code(phone).await;
    assert_eq!(service.world.sms_to(phone).len(), 1);
    assert_eq!(
        service.state(&visitor, &application).await,
        "awaiting_consent",
        "still signed in, too"
    );
    let service = service.restarted();
    service.reply(phone, &format!("да {code}")).await;
    assert_eq!(service.sign(&visitor, &application).await.status, 200);
    let service = service.restarted();
    service.settle().await;
    assert_eq!(service.state(&visitor, &application).await, "registered");
    assert_eq!(service.world.registers().entered.len(), 1);
}
