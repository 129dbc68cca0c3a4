//! Nobody learns of somebody else more than they typed.

use serde_json::{Value, json};

use crate::support::{Answer, Service, Visitor, iin, text};

fn question(rca: impl ToString, owner: impl ToString) -> Value {
    json!({
        "service": "temporary", "months": 3, "subject": "myself", "ownership": "none",
        "rca": rca.to_string(), "owner": owner.to_string(), "state_rental": false,
    })
}

/// What the service says to a question about a dwelling.
async fn check(service: &Service, visitor: &Visitor, question: Value) -> Answer {
    service
        .as_(visitor)
        .post("/api/v1/dwelling-check", question)
        .await
}

#[tokio::test]
async fn probing_for_owners_always_gets_the_same_answer() {
    let service = Service::start();
    let town = &service.town;
    let visitor = service.sign_in(town.bolat).await;
    let ask =
        async |rca: String, owner: String| check(&service, &visitor, question(rca, owner)).await;
    let wrong_owner = ask(town.flat.to_string(), town.dana.to_string()).await;
    assert_eq!(wrong_owner.status, 200);
    assert_eq!(wrong_owner.json["known"]["found"], false);
    assert_eq!(wrong_owner.json["decided"]["outcome"], "refused");
    assert_eq!(wrong_owner.json["decided"]["because"][0]["rule"], "R12");
    for (rca, owner) in [
        (town.flat.to_string(), iin(9500).to_string()),
        ("0299999999999999".to_owned(), town.dana.to_string()),
        (town.minors.to_string(), iin(9500).to_string()),
        (town.state.to_string(), town.dana.to_string()),
    ] {
        assert_eq!(
            ask(rca.clone(), owner).await.text,
            wrong_owner.text,
            "{rca}"
        );
    }
}

#[tokio::test]
async fn five_owners_can_be_named_in_a_day() {
    let service = Service::start();
    let town = &service.town;
    let visitor = service.sign_in(town.bolat).await;
    let ask = async |owner: String| check(&service, &visitor, question(town.flat, owner)).await;
    for owner in [
        town.aigul,
        town.serik,
        town.dana,
        town.erlan,
        town.zhanna,
        town.aigul,
    ] {
        assert_eq!(ask(owner.to_string()).await.status, 200);
    }
    let sixth = ask(town.foreigner.to_string()).await;
    assert_eq!((sixth.status, sixth.problem()), (429, "too_many_owners"));
    let filing = json!({"answers": town.tenant_answers(town.flat, town.foreigner), "lang": "ru"});
    let by_filing = service
        .as_(&visitor)
        .post("/api/v1/applications", filing)
        .await;
    assert_eq!(
        by_filing.problem(),
        "too_many_owners",
        "filing is no way round"
    );
    assert_eq!(
        ask(town.aigul.to_string()).await.status,
        200,
        "a known one is no new one"
    );
    service.later(13 * 3600).await;
    let visitor = service.sign_in(town.bolat).await;
    let tomorrow = check(&service, &visitor, question(town.flat, town.foreigner)).await;
    assert_eq!(tomorrow.status, 200);
}

#[tokio::test]
async fn a_protected_owner_is_not_described() {
    let service = Service::start();
    let town = &service.town;
    let visitor = service.sign_in(town.bolat).await;
    let answer = check(&service, &visitor, question(town.minors, town.dana))
        .await
        .json;
    assert_eq!(answer["known"]["owner_minor"], Value::Null);
    assert_eq!(answer["known"]["owner_limited"], Value::Null);
    assert_eq!(answer["decided"]["outcome"], "visit_psc");
    assert_eq!(answer["decided"]["because"][0]["rule"], "R5");
    let whole = answer.to_string();
    for name in ["Мадина", "Дана", &town.heir.to_string(), "minor_owner"] {
        assert!(!whole.contains(name), "{name} in {whole}");
    }
    let open = check(&service, &visitor, question(town.flat, town.aigul))
        .await
        .json;
    assert_eq!(
        (&open["known"]["found"], &open["decided"]),
        (&json!(true), &Value::Null)
    );
    assert_eq!(
        open["known"]["area_per_person_dm2"],
        Value::Null,
        "only Astana asks for it"
    );
    let astana = check(&service, &visitor, question(town.crowded, town.serik))
        .await
        .json;
    assert_eq!(astana["known"]["area_per_person_dm2"], 1000);
}

#[tokio::test]
async fn an_application_is_there_for_its_applicant_only() {
    let service = Service::start();
    let town = &service.town;
    let visitor = service.sign_in(town.bolat).await;
    let application = service
        .file_ok(&visitor, town.tenant_answers(town.flat, town.aigul))
        .await;
    let other = service.sign_in(town.aigul).await;
    let path = format!("/api/v1/applications/{}", text(&application, "number"));
    let unknown = "/api/v1/applications/T-0000-0000-00";
    let theirs = service.as_(&other).get(&path).await;
    assert_eq!((theirs.status, theirs.problem()), (404, "not_found"));
    assert_eq!(theirs.text, service.as_(&other).get(unknown).await.text);
    assert_eq!(
        service
            .as_(&other)
            .get("/api/v1/applications/nonsense")
            .await
            .status,
        404
    );
    for verb in ["withdrawal", "reminder", "signing-code"] {
        let answer = service
            .as_(&other)
            .post(&format!("{path}/{verb}"), Value::Null)
            .await;
        assert_eq!(
            (answer.status, answer.problem()),
            (404, "not_found"),
            "{verb}"
        );
    }
    let body = json!({"code": "123456", "document_sha256": "0".repeat(64)});
    assert_eq!(
        service
            .as_(&other)
            .post(&format!("{path}/signature"), body)
            .await
            .status,
        404
    );
    assert_eq!(
        service.state(&visitor, &application).await,
        "awaiting_consent"
    );
    assert_eq!(
        service
            .get("/api/v1/consents/AAAAAAAAAAAAAAAAAAAAAA")
            .await
            .problem(),
        "not_found"
    );
}

#[tokio::test]
async fn only_children_and_wards_can_be_registered_besides_oneself() {
    let service = Service::start();
    let town = &service.town;
    let visitor = service.sign_in(town.bolat).await;
    for stranger in [town.daughter, iin(9600)] {
        let mut answers = town.tenant_answers(town.flat, town.aigul);
        answers["subject"] = json!({"person": stranger});
        let body = json!({"answers": answers, "lang": "ru"});
        let refused = service
            .as_(&visitor)
            .post("/api/v1/applications", body)
            .await;
        assert_eq!(
            (refused.status, refused.problem()),
            (422, "subject_not_yours")
        );
    }
}

#[tokio::test]
async fn another_telephone_cannot_answer_for_an_owner() {
    let service = Service::start();
    let town = &service.town;
    let visitor = service.sign_in(town.bolat).await;
    let application = service
        .file_ok(&visitor, town.tenant_answers(town.flat, town.aigul))
        .await;
    let code = service.reply_code(service.world.phone_of(town.aigul)).await;
    let stranger = service.world.phone_of(town.dana);
    assert!(
        service
            .reply(stranger, &format!("да {code}"))
            .await
            .contains("Нет запросов")
    );
    assert_eq!(
        service.state(&visitor, &application).await,
        "awaiting_consent"
    );
}

#[tokio::test]
async fn the_person_sees_what_need_not_be_asked() {
    let service = Service::start();
    let town = &service.town;
    let visitor = service.sign_in(town.aigul).await;
    let person = service.as_(&visitor).get("/api/v1/person").await.json;
    assert_eq!(text(&person, "name"), "Айгүл Сейітқызы");
    let subjects = person["subjects"].as_array().unwrap();
    assert_eq!(subjects.len(), 4);
    assert_eq!(
        (&subjects[0]["choice"], &subjects[0]["known"]["age"]),
        (&json!("myself"), &json!(41))
    );
    assert_eq!(subjects[2]["known"]["age"], 13);
    assert_eq!(subjects[3]["known"]["relation"], "guardian");
    let dwellings = person["dwellings"].as_array().unwrap();
    assert_eq!(dwellings.len(), 2);
    assert_eq!(dwellings[0]["ownership"], "sole");
    let found = service
        .get("/api/v1/addresses?q=%D0%B0%D0%B1%D0%B0%D1%8F&region=75")
        .await
        .json;
    assert_eq!(found["found"].as_array().unwrap().len(), 4);
    let by_code = service
        .get(&format!("/api/v1/addresses?q={}", town.flat))
        .await
        .json;
    assert_eq!(by_code["found"][0]["rca"], town.flat.to_string());
    assert_eq!(
        service.get("/api/v1/addresses?q=x").await.json["found"],
        json!([])
    );
    assert_eq!(
        service
            .get("/api/v1/addresses?q=xyz&region=99")
            .await
            .problem(),
        "invalid_fields"
    );
}

#[tokio::test]
async fn an_unnamed_owner_is_asked_for() {
    let service = Service::start();
    let visitor = service.sign_in(service.town.bolat).await;
    let mut unnamed = question(service.town.flat, "");
    unnamed["owner"] = Value::Null;
    let answer = check(&service, &visitor, unnamed).await;
    assert_eq!(answer.problem(), "invalid_fields");
    assert_eq!(
        (
            text(&answer.json["fields"][0], "field"),
            text(&answer.json["fields"][0], "code")
        ),
        ("owner", "missing")
    );
}

#[tokio::test]
async fn nobody_goes_through_all_addresses_with_one_number() {
    let service = Service::start();
    let town = &service.town;
    let visitor = service.sign_in(town.bolat).await;
    let ask = async |question: Value| check(&service, &visitor, question).await;
    let rca = |flat: u32| format!("02753001005200{flat:02}");
    for flat in 1..=19 {
        assert_eq!(ask(question(rca(flat), town.serik)).await.status, 200);
    }
    let mut rented = question(rca(1), town.serik);
    rented["owner"] = Value::Null;
    rented["state_rental"] = true.into();
    assert_eq!(ask(rented).await.status, 200, "counted as well");
    assert_eq!(
        ask(question(rca(7), town.serik)).await.status,
        200,
        "a known one is no new one"
    );
    let more = ask(question(rca(20), town.serik)).await;
    assert_eq!((more.status, more.problem()), (429, "too_many_dwellings"));
    assert!(more.json["retry_at"].is_string());
    let filing = json!({"answers": town.tenant_answers(town.flat, town.serik), "lang": "ru"});
    let by_filing = service
        .as_(&visitor)
        .post("/api/v1/applications", filing)
        .await;
    assert_eq!(
        by_filing.problem(),
        "too_many_dwellings",
        "filing is no way round"
    );
}
