//! Who was told no is told the same when the request comes again, at whichever server.

use std::sync::atomic::Ordering;

use serde_json::{Value, json};
use server::{
    error::ApiError,
    http::{Keep, Ticket, Who},
    ports::store::{Change, Digest, Effect},
};
use tokio::sync::oneshot;
use wire::ProblemCode;
use words::Lang;

use crate::support::{Answer, Service, Visitor, text};

async fn file(service: &Service, visitor: &Visitor, key: &str, answers: &Value) -> Answer {
    let body = json!({"answers": answers, "lang": "ru"});
    let call = service.as_(visitor).key(key);
    call.post("/api/v1/applications", body).await
}

#[tokio::test]
async fn a_register_that_changes_its_mind_changes_no_answer() {
    let service = Service::start();
    let beside = service.beside();
    let town = &service.town;
    let visitor = service.sign_in(town.bolat).await;
    let answers = town.tenant_answers(town.flat, town.aigul);
    let owned = service.world.registers().dwellings.remove(&town.flat);
    let first = file(&service, &visitor, "filing-0001", &answers).await;
    assert_eq!((first.status, first.problem()), (422, "not_eligible"));

    let owned = owned.unwrap();
    service.world.registers().dwellings.insert(town.flat, owned);
    for server in [&service, &beside, &service] {
        let again = file(server, &visitor, "filing-0001", &answers).await;
        assert_eq!((again.status, &again.text), (422, &first.text));
    }
    let list = service.as_(&visitor).get("/api/v1/applications").await.json;
    assert_eq!(list["applications"], json!([]), "nothing was filed");
    let anew = file(&beside, &visitor, "filing-0002", &answers).await;
    assert_eq!(anew.status, 201, "who asks anew is judged anew");
}

#[tokio::test]
async fn each_refusal_is_given_again() {
    let service = Service::start();
    let beside = service.beside();
    let town = &service.town;
    let visitor = service.sign_in(town.aigul).await;
    let stranger = service.sign_in(town.zhanna).await;
    let ready = service
        .file_ok(&visitor, town.owner_answers(town.flat))
        .await;
    let path = format!("/api/v1/applications/{}", text(&ready, "number"));
    let signature = format!("{path}/signature");
    let shown = &ready["document_sha256"];
    let own = json!({"answers": town.owner_answers(town.flat), "lang": "ru"});
    let sign = |code, document: &Value| json!({"code": code, "document_sha256": document});
    let cases = [
        (&visitor, "/api/v1/applications", own, "not_eligible"),
        (
            &visitor,
            "/api/v1/applications",
            json!({"answers": {}, "lang": "ru"}),
            "invalid_fields",
        ),
        (
            &visitor,
            &signature,
            sign("123456", &json!("00")),
            "other_document",
        ),
        (&visitor, &signature, sign("123456", shown), "code_expired"),
        (&stranger, &signature, sign("123456", shown), "not_found"),
        (
            &visitor,
            &format!("{path}/reminder"),
            Value::Null,
            "wrong_state",
        ),
    ];
    for (who, path, body, expected) in cases {
        let key = format!("again-{expected}");
        let ask = async |server: &Service, lang| {
            let call = server.as_(who).key(&key).lang(lang);
            call.post(path, body.clone()).await
        };
        let first = ask(&service, "kk").await;
        assert_eq!(first.problem(), expected, "{}", first.text);
        for (server, lang) in [(&service, "kk"), (&beside, "kk"), (&beside, "ru")] {
            let again = ask(server, lang).await;
            let (status, kind) = (first.status, first.header("content-type"));
            assert_eq!((again.status, &again.text), (status, &first.text));
            assert_eq!(again.header("content-type"), kind);
        }
    }
}

#[tokio::test]
async fn what_was_not_judged_is_asked_again_with_the_same_key() {
    let service = Service::start();
    let town = &service.town;
    let visitor = service.sign_in(town.aigul).await;
    let answers = town.owner_answers(town.flat);
    service.world.down.store(true, Ordering::SeqCst);
    let first = file(&service, &visitor, "filing-0001", &answers).await;
    assert_eq!(first.problem(), "register_down");
    service.world.down.store(false, Ordering::SeqCst);
    let again = file(&service, &visitor, "filing-0001", &answers).await;
    assert_eq!(again.status, 201);
}

#[tokio::test]
async fn a_stranger_who_is_refused_writes_nothing() {
    let service = Service::start();
    let aigul = service.town.aigul;
    let guess = async || {
        let call = service.anybody().key("guess-0001");
        let body = json!({"iin": aigul, "code": "no code"});
        call.post("/api/v1/sign-in", body).await
    };
    assert_eq!(guess().await.problem(), "code_expired");
    service
        .post("/api/v1/sign-in/code", json!({"iin": aigul}))
        .await;
    assert_eq!(guess().await.problem(), "code_wrong");
}

#[tokio::test]
async fn whoever_is_refused_a_hundred_times_fills_no_disk_with_it() {
    let service = Service::start();
    let town = &service.town;
    let (busy, other) = (town.aigul, town.zhanna);
    let (busy, other) = (service.sign_in(busy).await, service.sign_in(other).await);
    let nothing = json!({});
    let refuse = async |visitor, key: u32| {
        let key = format!("refused-{key:04}");
        file(&service, visitor, &key, &nothing).await
    };
    let first = refuse(&busy, 0).await;
    for key in 1..100 {
        assert_eq!(refuse(&busy, key).await.problem(), "invalid_fields");
    }
    let stopped = refuse(&busy, 100).await;
    assert_eq!(
        (stopped.status, stopped.problem()),
        (429, "too_many_refusals")
    );
    assert_eq!(stopped.json["retry_at"], "2026-11-22T07:15:00Z");
    assert_eq!(
        stopped.header("retry-after"),
        "Sun, 22 Nov 2026 07:15:00 GMT"
    );

    assert_eq!(refuse(&busy, 0).await.text, first.text, "it is kept");
    assert_eq!(refuse(&other, 100).await.status, 422, "of somebody else");
    let another_session = service.sign_in(town.aigul).await;
    assert_eq!(refuse(&another_session, 100).await.status, 429);
    service.later(15 * 60).await;
    // Whoever waits so long without a click signs in again.
    let busy = service.sign_in(town.aigul).await;
    assert_eq!(refuse(&busy, 100).await.problem(), "invalid_fields");
    assert_eq!(refuse(&busy, 101).await.status, 429);
    let answers = town.owner_answers(town.flat);
    let right = file(&service, &busy, "refused-0101", &answers).await;
    assert_eq!(right.status, 201, "what is right is not refused: {right:?}");
}

#[tokio::test]
async fn a_link_is_refused_no_oftener_than_a_person() {
    let service = Service::start();
    let refuse = async |of: &[u8], key: u32| {
        let ticket = Ticket {
            key: format!("refused-{key:04}"),
            ..ticket()
        };
        let refused = async |_| Err(ApiError::new(ProblemCode::ConsentTooLate));
        let who = Who::Consent(Digest::of(of));
        let answer = service.app.once(&ticket, who, Keep::ForGood, refused).await;
        answer.map_err(|error| error.code)
    };
    for key in 0..100 {
        assert_eq!(refuse(b"one", key).await.unwrap().status, 409);
    }
    let stopped = refuse(b"one", 100).await;
    assert_eq!(stopped, Err(ProblemCode::TooManyRefusals));
    assert_eq!(refuse(b"another", 100).await.unwrap().status, 409);
}

#[tokio::test]
async fn a_refusal_is_forgotten_after_a_day() {
    let service = Service::start();
    let iin = service.town.aigul;
    let (ticket, who) = (ticket(), Who::Person(iin));
    let refuse = async |code| {
        let refused = async |_| Err(ApiError::new(code));
        service.app.once(&ticket, who, Keep::ForGood, refused).await
    };
    let first = refuse(ProblemCode::WrongState).await.unwrap();
    service.later(24 * 3600 - 1).await;
    let again = refuse(ProblemCode::NoPhone).await.unwrap();
    assert_eq!(again, first);
    service.later(1).await;
    let now = service.app.now();
    let tidy = Change::new(now, vec![Effect::Tidy]);
    service.app.store.commit(tidy).await.unwrap();
    let anew = refuse(ProblemCode::NoPhone).await.unwrap();
    assert_eq!((anew.status, first.status), (422, 409));
}

#[tokio::test]
async fn a_slow_copy_does_nothing_once_another_was_refused() {
    let service = Service::start();
    let beside = service.beside();
    let (ticket, who) = (ticket(), Who::Person(service.town.aigul));
    let (go, wait) = oneshot::channel();
    let slow = beside.app.once(&ticket, who, Keep::ForGood, async |slot| {
        wait.await.unwrap();
        let kept = slot.keep(201, &"filed")?;
        let change = Change::new(beside.app.now(), Vec::new()).answered(kept.clone());
        beside.app.store.commit(change).await?;
        Ok(kept.into())
    });
    let quick = async {
        let refused = async |_| Err(ApiError::new(ProblemCode::NotEligible));
        let answer = service.app.once(&ticket, who, Keep::ForGood, refused).await;
        go.send(()).unwrap();
        answer
    };
    let (slow, quick) = tokio::join!(slow, quick);
    let (slow, quick) = (slow.unwrap(), quick.unwrap());
    assert_eq!(quick.status, 422);
    assert_eq!(slow, quick);
}

fn ticket() -> Ticket {
    Ticket {
        key: "filing-0001".to_owned(),
        target: "POST /api/v1/applications".to_owned(),
        request: Digest::of(b"{}"),
        lang: Lang::Ru,
    }
}
