//! From signing in to the register, each way through.

use serde_json::{Value, json};

use crate::support::{Service, text};

#[tokio::test]
async fn an_owner_registers_for_three_months() {
    let service = Service::start();
    let visitor = service.sign_in(service.town.aigul).await;
    let application = service
        .file_ok(&visitor, service.town.owner_answers(service.town.flat))
        .await;
    assert_eq!(application["state"], "awaiting_signature");
    assert_eq!(application["consent"], Value::Null);
    assert!(text(&application, "document").starts_with("tirkeu-application/1 ru\n"));
    let signed = service.sign(&visitor, &application).await;
    assert_eq!(
        (signed.status, text(&signed.json, "state")),
        (200, "signed"),
        "{signed:?}"
    );
    service.settle().await;
    let path = format!("/api/v1/applications/{}", text(&application, "number"));
    let done = service.as_(&visitor).get(&path).await.json;
    assert_eq!(text(&done, "state"), "registered");
    assert_eq!(
        (text(&done, "from"), text(&done, "until")),
        ("2026-11-22", "2027-02-22")
    );
    assert_eq!(
        done["document"], application["document"],
        "what was signed is what was shown"
    );
    let steps: Vec<&str> = done["timeline"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| text(entry, "step"))
        .collect();
    assert_eq!(steps, ["filed", "ready_to_sign", "signed", "registered"]);
    assert_eq!(service.world.registers().entered.len(), 1);
    let messages = service.as_(&visitor).get("/api/v1/messages").await.json;
    assert_eq!(
        messages["messages"].as_array().unwrap().len(),
        2,
        "{messages}"
    );
    let list = service.as_(&visitor).get("/api/v1/applications").await.json;
    assert_eq!(list["applications"][0]["until"], "2027-02-22");
}

#[tokio::test]
async fn a_mother_files_for_her_daughter_of_14_but_not_for_her_son_of_13() {
    let service = Service::start();
    let town = &service.town;
    let visitor = service.sign_in(town.aigul).await;
    let for_child = |child| {
        let mut answers = town.owner_answers(town.flat);
        answers["subject"] = json!({"person": child});
        answers
    };
    let body = json!({"answers": for_child(town.son), "lang": "kk"});
    let refused = service
        .as_(&visitor)
        .post("/api/v1/applications", body)
        .await;
    assert_eq!((refused.status, refused.problem()), (422, "not_eligible"));
    assert_eq!(refused.json["verdict"]["outcome"], "not_separate");
    assert_eq!(refused.json["verdict"]["because"][0]["rule"], "R1");
    let reason = &refused.json["verdict"]["because"][0]["text"];
    let reasons = ["kk", "ru", "en"].map(|lang| text(reason, lang).to_owned());
    let detail = text(&refused.json, "detail");
    assert!(
        reasons.iter().any(|reason| detail.starts_with(reason)),
        "{detail} does not say why"
    );
    let application = service.file_ok(&visitor, for_child(town.daughter)).await;
    assert_eq!(
        (text(&application, "subject"), &application["myself"]),
        ("Әлия", &json!(false))
    );
    assert_eq!(service.sign(&visitor, &application).await.status, 200);
    service.settle().await;
    let entered = service.world.registers().entered.clone();
    assert_eq!((entered.len(), entered[0].iin), (1, town.daughter));
}

#[tokio::test]
async fn a_guardian_registers_a_ward_for_good() {
    let service = Service::start();
    let town = &service.town;
    let visitor = service.sign_in(town.aigul).await;
    let answers = json!({
        "service": "permanent", "reason": "family", "subject": {"person": town.ward},
        "ownership": "sole", "rca": town.flat,
    });
    let application = service.file_ok(&visitor, answers).await;
    let rules: Vec<&str> = application["rules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|cited| text(cited, "rule"))
        .collect();
    assert_eq!(rules, ["R4", "R6"]);
    assert_eq!(service.sign(&visitor, &application).await.status, 200);
    service.settle().await;
    assert_eq!(service.world.registers().entered[0].until, None);
}

#[tokio::test]
async fn the_law_stands_in_the_way() {
    let service = Service::start();
    let town = service.town.clone();
    let state = json!({
        "service": "temporary", "months": 3, "subject": "myself", "ownership": "none",
        "rca": town.state, "declared_dwelling": {"tenure": "state_rental"},
    });
    let mut too_long = town.owner_answers(town.flat);
    too_long["months"] = json!(13);
    let cases = [
        (
            town.bolat,
            town.tenant_answers(town.minors, town.dana),
            "visit_psc",
            "R5",
        ),
        (town.zhanna, state.clone(), "refused", "R11"),
        (
            town.bolat,
            town.tenant_answers(town.flat, town.dana),
            "refused",
            "R12",
        ),
        (
            town.bolat,
            town.owner_answers(town.flat),
            "refused",
            "R12_own",
        ),
        (
            town.aigul,
            town.owner_answers(town.unfinished),
            "refused",
            "R13",
        ),
        (town.aigul, too_long, "refused", "R15"),
        (
            town.bolat,
            town.tenant_answers(town.crowded, town.serik),
            "refused",
            "R16",
        ),
        (
            town.foreigner,
            town.tenant_answers(town.flat, town.aigul),
            "other_service",
            "R19",
        ),
    ];
    // Of the rules of one id each speaks to somebody else, so the words are compared.
    for (who, answers, outcome, message) in cases {
        let visitor = service.sign_in(who).await;
        let body = json!({"answers": answers, "lang": "en"});
        let refused = service
            .as_(&visitor)
            .post("/api/v1/applications", body)
            .await;
        assert_eq!(
            (refused.status, refused.problem()),
            (422, "not_eligible"),
            "{message}: {refused:?}"
        );
        assert_eq!(refused.json["verdict"]["outcome"], outcome, "{message}");
        assert_eq!(
            refused.json["verdict"]["because"][0]["message"], message,
            "{refused:?}"
        );
        let list = service.as_(&visitor).get("/api/v1/applications").await.json;
        assert_eq!(list["applications"], json!([]), "nothing was filed");
    }
    let visitor = service.sign_in(town.bolat).await;
    let listed = service.file_ok(&visitor, state).await;
    assert_eq!(
        listed["state"], "awaiting_consent",
        "the housing authority is asked like any owner"
    );
}

#[tokio::test]
async fn an_application_is_withdrawn_and_another_can_be_filed() {
    let service = Service::start();
    let town = &service.town;
    let visitor = service.sign_in(town.bolat).await;
    let application = service
        .file_ok(&visitor, town.tenant_answers(town.flat, town.aigul))
        .await;
    let body = json!({"answers": town.tenant_answers(town.shared, town.dana), "lang": "ru"});
    let second = service
        .as_(&visitor)
        .post("/api/v1/applications", body)
        .await;
    assert_eq!(second.json["verdict"]["outcome"], "resume", "{second:?}");
    let path = format!(
        "/api/v1/applications/{}/withdrawal",
        text(&application, "number")
    );
    let withdrawn = service.as_(&visitor).post(&path, Value::Null).await;
    assert_eq!(
        (withdrawn.status, text(&withdrawn.json, "state")),
        (200, "withdrawn")
    );
    let phone = service.world.phone_of(town.aigul);
    let code = service.reply_code(phone).await;
    let answer = service.reply(phone, &format!("да {code}")).await;
    assert!(answer.contains("больше не нужен"), "{answer}");
    let again = service.as_(&visitor).post(&path, Value::Null).await;
    assert_eq!((again.status, again.problem()), (409, "wrong_state"));
    service
        .file_ok(&visitor, town.tenant_answers(town.shared, town.dana))
        .await;
}

#[tokio::test]
async fn registers_that_are_down_are_asked_again() {
    let service = Service::start();
    let town = &service.town;
    let visitor = service.sign_in(town.aigul).await;
    let application = service
        .file_ok(&visitor, town.owner_answers(town.flat))
        .await;
    assert_eq!(service.sign(&visitor, &application).await.status, 200);
    service
        .world
        .down
        .store(true, std::sync::atomic::Ordering::SeqCst);
    service.later(2).await;
    assert_eq!(service.state(&visitor, &application).await, "signed");
    let down = service.as_(&visitor).get("/api/v1/person").await;
    assert_eq!((down.status, down.problem()), (503, "register_down"));
    assert!(!down.text.contains("plug"), "{down:?}");
    service
        .world
        .down
        .store(false, std::sync::atomic::Ordering::SeqCst);
    service.later(120).await;
    assert_eq!(service.state(&visitor, &application).await, "registered");
}
