//! How owners are asked, and how they answer.

use serde_json::{Value, json};

use crate::support::{Service, text};

#[tokio::test]
async fn a_tenant_registers_after_the_owner_agrees_by_sms() {
    let service = Service::start();
    let town = &service.town;
    let owner_phone = service.world.phone_of(town.aigul);
    let visitor = service.sign_in(town.bolat).await;
    let application = service
        .file_ok(&visitor, town.tenant_answers(town.flat, town.aigul))
        .await;
    assert_eq!(application["state"], "awaiting_consent");
    assert_eq!(
        application["consent"]["owners"],
        Value::Null,
        "how many owners there are stays hidden"
    );
    assert_eq!(application["consent"]["together"], "waiting");
    let asked = service.newest_sms(owner_phone).await;
    for part in [
        "Болат Ахметов",
        "проспект Абая",
        "3 месяца",
        "13:00",
        "http://localhost:8080/c/",
    ] {
        assert!(asked.contains(part), "{part:?} is missing in {asked:?}");
    }
    let code = service.reply_code(owner_phone).await;
    let thanks = service.reply(owner_phone, &format!("да {code}")).await;
    assert!(thanks.contains("согласие принято"), "{thanks}");
    assert_eq!(
        service.state(&visitor, &application).await,
        "awaiting_signature"
    );
    assert_eq!(service.sign(&visitor, &application).await.status, 200);
    service.settle().await;
    assert_eq!(service.state(&visitor, &application).await, "registered");
}

#[tokio::test]
async fn an_owner_agrees_by_link() {
    let service = Service::start();
    let town = &service.town;
    let visitor = service.sign_in(town.bolat).await;
    let application = service
        .file_ok(&visitor, town.tenant_answers(town.flat, town.aigul))
        .await;
    let token = service.token(service.world.phone_of(town.aigul)).await;
    let path = format!("/api/v1/consents/{token}");
    let shown = service.get(&path).await.json;
    assert_eq!(
        (text(&shown, "standing"), text(&shown, "subject")),
        ("waiting", "Болат Ахметов")
    );
    assert_eq!(shown["relation_to_owner"], "none");
    let answered = service.post(&path, json!({"agrees": true})).await;
    assert_eq!(
        (answered.status, text(&answered.json, "standing")),
        (200, "agreed")
    );
    assert_eq!(
        service.state(&visitor, &application).await,
        "awaiting_signature"
    );
    let again = service.post(&path, json!({"agrees": false})).await;
    assert_eq!((again.status, again.problem()), (409, "consent_answered"));
    assert_eq!(service.get(&path).await.json["standing"], "agreed");
}

#[tokio::test]
async fn one_of_three_owners_refuses() {
    let service = Service::start();
    let town = &service.town;
    let visitor = service.sign_in(town.serik).await;
    let application = service
        .file_ok(&visitor, town.owner_answers(town.shared))
        .await;
    let owners = |application: &Value| -> Vec<String> {
        let owners = application["consent"]["owners"].as_array().unwrap();
        owners
            .iter()
            .map(|owner| text(owner, "state").to_owned())
            .collect()
    };
    assert_eq!(
        owners(&application),
        ["waiting", "waiting"],
        "the register knows of two others"
    );
    let (dana, erlan) = (
        service.world.phone_of(town.dana),
        service.world.phone_of(town.erlan),
    );
    service.newest_sms(dana).await;
    assert!(service.reply(dana, "иә").await.contains("согласие принято"));
    assert!(service.reply(erlan, "НЕТ").await.contains("отказ принят"));
    let path = format!("/api/v1/applications/{}", text(&application, "number"));
    let ended = service.as_(&visitor).get(&path).await.json;
    assert_eq!(
        (text(&ended, "state"), text(&ended, "ended_by")),
        ("refused", "R10")
    );
    assert_eq!(owners(&ended), ["agreed", "declined"]);
    assert_eq!(ended["consent"]["together"], "declined");
    let steps: Vec<&str> = ended["timeline"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| text(entry, "step"))
        .collect();
    assert_eq!(steps, ["filed", "owners_asked", "owner_agreed", "refused"]);
    service
        .file_ok(&visitor, town.owner_answers(town.shared))
        .await;
}

#[tokio::test]
async fn owners_who_stay_silent_for_an_hour_end_the_application() {
    let service = Service::start();
    let town = &service.town;
    let visitor = service.sign_in(town.bolat).await;
    let application = service
        .file_ok(&visitor, town.tenant_answers(town.flat, town.aigul))
        .await;
    let phone = service.world.phone_of(town.aigul);
    let (code, token) = (service.reply_code(phone).await, service.token(phone).await);
    service.later(3599).await;
    assert_eq!(
        service.get(&format!("/api/v1/consents/{token}")).await.json["standing"],
        "waiting"
    );
    service.later(1).await;
    let late = service.reply(phone, &format!("ДА {code}")).await;
    assert!(late.contains("слишком поздно"), "{late}");
    let by_link = service
        .post(
            &format!("/api/v1/consents/{token}"),
            json!({"agrees": true}),
        )
        .await;
    assert_eq!(
        (by_link.status, by_link.problem()),
        (409, "consent_too_late")
    );
    assert_eq!(
        service.get(&format!("/api/v1/consents/{token}")).await.json["standing"],
        "too_late"
    );
    let visitor = service.sign_in(town.bolat).await;
    let path = format!("/api/v1/applications/{}", text(&application, "number"));
    let ended = service.as_(&visitor).get(&path).await.json;
    assert_eq!(
        (text(&ended, "state"), text(&ended, "ended_by")),
        ("cancelled", "R9")
    );
    assert_eq!(ended["consent"]["together"], "silent");
    service
        .file_ok(&visitor, town.tenant_answers(town.flat, town.aigul))
        .await;
}

#[tokio::test]
async fn an_answer_counts_up_to_the_last_millisecond() {
    for (millis, expected) in [(3_599_999, 200), (3_600_000, 409)] {
        let service = Service::start();
        let town = &service.town;
        let visitor = service.sign_in(town.bolat).await;
        service
            .file_ok(&visitor, town.tenant_answers(town.flat, town.aigul))
            .await;
        let token = service.token(service.world.phone_of(town.aigul)).await;
        service.world.forward_ms(millis);
        let answered = service
            .post(
                &format!("/api/v1/consents/{token}"),
                json!({"agrees": true}),
            )
            .await;
        assert_eq!(answered.status, expected, "after {millis} ms: {answered:?}");
    }
}

#[tokio::test]
async fn owners_can_be_reminded_after_five_minutes() {
    let service = Service::start();
    let town = &service.town;
    let visitor = service.sign_in(town.bolat).await;
    let application = service
        .file_ok(&visitor, town.tenant_answers(town.flat, town.aigul))
        .await;
    let phone = service.world.phone_of(town.aigul);
    let first = service.token(phone).await;
    let path = format!(
        "/api/v1/applications/{}/reminder",
        text(&application, "number")
    );
    let early = service.as_(&visitor).post(&path, Value::Null).await;
    assert_eq!((early.status, early.problem()), (429, "too_many_requests"));
    assert_eq!(
        early.json["retry_at"],
        application["consent"]["reminder_at"]
    );
    assert!(early.header("retry-after").ends_with("GMT"), "{early:?}");
    service.later(300).await;
    let reminded = service.as_(&visitor).post(&path, Value::Null).await;
    assert_eq!(reminded.status, 200, "{reminded:?}");
    assert_eq!(
        reminded.json["consent"]["until"], application["consent"]["until"],
        "no more time"
    );
    assert!(service.newest_sms(phone).await.starts_with("Напоминание"));
    let second = service.token(phone).await;
    assert_ne!(first, second);
    for token in [first, second] {
        assert_eq!(
            service.get(&format!("/api/v1/consents/{token}")).await.json["standing"],
            "waiting"
        );
    }
}

#[tokio::test]
async fn a_reply_without_digits_finds_the_only_request_or_asks_which() {
    let service = Service::start();
    let town = &service.town;
    let phone = service.world.phone_of(town.serik);
    assert!(service.reply(phone, "да").await.contains("Нет запросов"));
    for (who, dwelling) in [(town.bolat, town.shared), (town.zhanna, town.shared)] {
        let visitor = service.sign_in(who).await;
        service
            .file_ok(&visitor, town.tenant_answers(dwelling, town.serik))
            .await;
    }
    assert!(service.reply(phone, "да").await.contains("несколько"));
    assert!(
        service
            .reply(phone, "да 0000")
            .await
            .contains("с такими цифрами нет")
    );
    let asked = service.world.sms_to(phone);
    let about_bolat = asked.iter().find(|sms| sms.contains("Болат")).unwrap();
    let code: String = about_bolat
        .split("ДА ")
        .nth(1)
        .unwrap()
        .chars()
        .take(4)
        .collect();
    assert!(
        service
            .reply(phone, &format!("{code} кто это?"))
            .await
            .contains("не поняли")
    );
    assert!(
        service
            .reply(phone, &format!("ИӘ{code}"))
            .await
            .contains("Болат")
    );
    assert!(
        service
            .reply(phone, &format!("нет {code}"))
            .await
            .contains("Вы уже ответили")
    );
    assert!(
        service.reply(phone, "YES").await.contains("Жанна"),
        "only one waits now"
    );
}
