//! A write is done once, however often it is sent.

use registration::identifiers::Iin;
use serde_json::{Value, json};
use server::{
    http::{Ticket, Who},
    ports::store::Digest,
};
use words::Lang;

use crate::support::{Service, text};

#[test]
fn answers_lie_in_the_order_of_the_times_in_their_keys() {
    let place = |iin: &str, key: &str| {
        let ticket = Ticket {
            key: key.to_owned(),
            target: "POST /api/v1/applications".to_owned(),
            request: Digest::of(b"{}"),
            lang: Lang::Ru,
        };
        ticket.place(Who::Person(Iin::parse(iin).unwrap())).hex()
    };
    let begins_with_its_time = |key: &str| {
        let time = key.replace('-', "")[..12].to_lowercase();
        let (one, another) = (place("061211600012", key), place("920415497225", key));
        assert_ne!(one, another, "the same key of somebody else is another key");
        one.starts_with(&time) && another.starts_with(&time)
    };
    // RFC 9562, appendix A: versions 7, 4, 6 and 1.
    let check = |key: &str, expected| assert_eq!(begins_with_its_time(key), expected, "{key}");
    check("017F22E2-79B0-7CC3-98C4-DC0C0C07398F", true);
    check("017f22e2-79b0-7cc3-98c4-dc0c0c07398f", true);
    check("919108f7-52d1-4320-9bac-f847db4148a8", false);
    check("1EC9414C-232A-6B00-B3C8-9F6BDECED846", false);
    check("C232AB00-9414-11EC-B3C8-9F6BDECED846", false);
    // As older pages sent them, of another variant, too long, too short, and none at all.
    check("017f22e279b07cc398c4dc0c0c07398f", false);
    check("017f22e2-79b0-7cc3-d8c4-dc0c0c07398f", false);
    check("017f22e2-79b0-7cc3-98c4-dc0c0c07398f0", false);
    check("017f22e2-79b0-7cc3", false);
    check("filing-0001-and-some-more-letters", false);
    let one = place("061211600012", "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
    let other = place("061211600012", "017f22e2-79b0-7cc3-98c4-dc0c0c073990");
    assert_ne!(one, other, "keys of one moment are told apart");
}

#[tokio::test]
async fn a_repetition_gets_the_first_answer_again() {
    let service = Service::start();
    let town = &service.town;
    let visitor = service.sign_in(town.bolat).await;
    let body = json!({"answers": town.tenant_answers(town.flat, town.aigul), "lang": "ru"});
    let file = async |body: &Value| {
        service
            .as_(&visitor)
            .key("filing-0001")
            .post("/api/v1/applications", body.clone())
            .await
    };
    let first = file(&body).await;
    assert_eq!(first.status, 201);
    service.later(600).await;
    let second = file(&body).await;
    assert_eq!((second.status, &second.text), (201, &first.text));
    let list = service.as_(&visitor).get("/api/v1/applications").await.json;
    assert_eq!(list["applications"].as_array().unwrap().len(), 1);
    assert_eq!(
        service
            .world
            .sms_to(service.world.phone_of(town.aigul))
            .len(),
        1
    );

    let mut other = body.clone();
    other["lang"] = json!("kk");
    let reused = file(&other).await;
    assert_eq!(
        (reused.status, reused.problem()),
        (422, "idempotency_key_reused")
    );

    let path = format!(
        "/api/v1/applications/{}/withdrawal",
        text(&first.json, "number")
    );
    let elsewhere = service
        .as_(&visitor)
        .key("filing-0001")
        .post(&path, Value::Null)
        .await;
    assert_eq!(
        elsewhere.status, 200,
        "the same key at another address is another key"
    );

    let somebody = service.sign_in(town.zhanna).await;
    let theirs = service
        .as_(&somebody)
        .key("filing-0001")
        .post("/api/v1/applications", body.clone())
        .await;
    assert_eq!(
        theirs.status, 201,
        "the same key of somebody else is another key"
    );
    assert_ne!(theirs.text, first.text);
}

#[tokio::test]
async fn the_answer_survives_a_restart() {
    let service = Service::start();
    let visitor = service.sign_in(service.town.aigul).await;
    let body = json!({"answers": service.town.owner_answers(service.town.flat), "lang": "en"});
    let first = service
        .as_(&visitor)
        .key("filing-0002")
        .post("/api/v1/applications", body.clone())
        .await;
    let service = service.restarted();
    let second = service
        .as_(&visitor)
        .key("filing-0002")
        .post("/api/v1/applications", body)
        .await;
    assert_eq!((second.status, second.text), (201, first.text));
}

#[tokio::test]
async fn a_double_click_on_sign_signs_once() {
    let service = Service::start();
    let town = &service.town;
    let visitor = service.sign_in(town.aigul).await;
    let application = service
        .file_ok(&visitor, town.owner_answers(town.flat))
        .await;
    let path = format!("/api/v1/applications/{}", text(&application, "number"));
    service
        .as_(&visitor)
        .post(&format!("{path}/signing-code"), Value::Null)
        .await;
    let code = service.code(visitor.phone).await;
    let body = json!({"code": code, "document_sha256": application["document_sha256"]});
    let sign = async |key: &str| {
        service
            .as_(&visitor)
            .key(key)
            .post(&format!("{path}/signature"), body.clone())
            .await
    };
    let (one, two, other) = tokio::join!(
        sign("click-00001"),
        sign("click-00001"),
        sign("click-00002")
    );
    let mut codes = [
        (one.status, one.problem()),
        (two.status, two.problem()),
        (other.status, other.problem()),
    ];
    codes.sort_unstable();
    assert_eq!(
        codes.iter().filter(|(status, _)| *status == 200).count(),
        1,
        "{codes:?}"
    );
    for (status, problem) in codes {
        assert!(
            status == 200
                || ["idempotency_key_in_flight", "wrong_state", "code_expired"].contains(&problem),
            "{status} {problem}"
        );
    }
    let winner = if other.status == 200 {
        ("click-00002", &other)
    } else if one.status == 200 {
        ("click-00001", &one)
    } else {
        ("click-00001", &two)
    };
    let again = sign(winner.0).await;
    assert_eq!((again.status, &again.text), (200, &winner.1.text));
    service.settle().await;
    assert_eq!(service.world.registers().entered.len(), 1);
    let shown = service.as_(&visitor).get(&path).await.json;
    let signed = shown["timeline"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|entry| entry["step"] == "signed")
        .count();
    assert_eq!(signed, 1);
}

#[tokio::test]
async fn a_wrong_code_counts_once_however_often_it_is_sent() {
    let service = Service::start();
    let aigul = service.town.aigul;
    service
        .post("/api/v1/sign-in/code", json!({"iin": aigul}))
        .await;
    let code = service.code(service.world.phone_of(aigul)).await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    for _ in 0..50 {
        let answer = service
            .anybody()
            .key("guess-0001")
            .post("/api/v1/sign-in", json!({"iin": aigul, "code": wrong}))
            .await;
        assert_eq!(answer.problem(), "code_wrong");
    }
    let right = async || {
        let body = json!({"iin": aigul, "code": code});
        service
            .anybody()
            .key("guess-0002")
            .post("/api/v1/sign-in", body)
            .await
    };
    let first = right().await;
    assert_eq!(first.status, 200, "four tries are left");
    let again = right().await;
    assert_eq!(
        (again.status, again.cookie()),
        (200, first.cookie()),
        "the answer may have been lost"
    );
    service.later(301).await;
    assert_eq!(
        right().await.problem(),
        "code_expired",
        "but not for longer than the code lives"
    );
}

#[tokio::test]
async fn an_owner_who_clicks_twice_answers_once() {
    let service = Service::start();
    let town = &service.town;
    let visitor = service.sign_in(town.bolat).await;
    service
        .file_ok(&visitor, town.tenant_answers(town.flat, town.aigul))
        .await;
    let token = service.token(service.world.phone_of(town.aigul)).await;
    let path = format!("/api/v1/consents/{token}");
    let answer = async || {
        service
            .anybody()
            .key("answer-0001")
            .post(&path, json!({"agrees": true}))
            .await
    };
    let first = answer().await;
    service.later(4000).await;
    let second = answer().await;
    assert_eq!((second.status, second.text), (200, first.text));
}

#[tokio::test]
async fn an_sms_that_is_handed_over_twice_is_answered_once() {
    use server::ports::{Inbound, ReceivedSms};
    let service = Service::start();
    let town = &service.town;
    let visitor = service.sign_in(town.bolat).await;
    service
        .file_ok(&visitor, town.tenant_answers(town.flat, town.aigul))
        .await;
    let phone = service.world.phone_of(town.aigul);
    service.settle().await;
    let before = service.world.sms_to(phone).len();
    let sms = ReceivedSms {
        id: "gateway-1".to_owned(),
        from: phone,
        text: "да".to_owned(),
    };
    for _ in 0..3 {
        service.app.sms_received(sms.clone()).await.unwrap();
        service.settle().await;
    }
    assert_eq!(service.world.sms_to(phone).len(), before + 1);
}
