//! Operators and auditors: what each may see, and who sees that they looked.

use std::process::Command;

use futures_util::future::join_all;
use registration::identifiers::Iin;
use serde_json::{Value, json};
use server::ports::store::{Actor, Change, Effect, Role, Staff};

use crate::support::{Program, Service, Tenant, Visitor, iin, text};

const OFFICE: &str = "ХҚКО № 3, Алматы";
const OTHER_OFFICE: &str = "ХҚКО № 7, Алматы";

/// Gives somebody a role.
async fn appoint(service: &Service, iin: Iin, role: Role, office: &str) {
    let office = office.to_owned();
    let effect = Effect::Appoint {
        iin,
        staff: Staff { role, office },
    };
    let change = Change::new(service.app.now(), vec![effect]);
    let change = change.audited(Actor::Person(iin), "staff_add", "");
    service.app.store.commit(change).await.unwrap();
}

struct Scene {
    service: Service,
    applicant: Visitor,
    operator: Visitor,
    auditor: Visitor,
    application: Value,
}

async fn scene() -> Scene {
    let service = Service::start();
    let (bolat, erlan, zhanna) = (service.town.bolat, service.town.erlan, service.town.zhanna);
    let applicant = service.sign_in(bolat).await;
    let answers = service
        .town
        .tenant_answers(service.town.flat, service.town.aigul);
    let application = service.file_ok(&applicant, answers).await;
    appoint(&service, erlan, Role::Operator, OFFICE).await;
    appoint(&service, zhanna, Role::Auditor, OFFICE).await;
    let operator = service.sign_in(erlan).await;
    let auditor = service.sign_in(zhanna).await;
    Scene {
        service,
        applicant,
        operator,
        auditor,
        application,
    }
}

const LOOK: &str = "/api/v1/staff/application";

#[tokio::test]
async fn an_operator_finds_an_application_by_what_its_applicant_tells_them() {
    let scene = scene().await;
    let Scene { service, .. } = &scene;
    let number = text(&scene.application, "number");
    let ask = json!({"number": number, "iin": service.town.bolat});
    let looked = service.as_(&scene.operator).post(LOOK, ask).await;
    assert_eq!(looked.status, 200, "{looked:?}");
    assert_eq!(looked.json["state"], "awaiting_consent");
    assert_eq!(
        looked.json["rules"][0],
        json!({"rule": "R3", "text": {
            "kk": "Өтінішті өзіңіз онлайн бересіз.",
            "ru": "Вы подаёте заявление онлайн сами.",
            "en": "You file online for yourself.",
        }})
    );
    assert_eq!(looked.json["timeline"][0]["step"], "filed");
    for hidden in [
        "Болат",
        "Абая",
        &service.town.bolat.to_string(),
        &service.town.flat.to_string(),
    ] {
        assert!(!looked.text.contains(hidden), "{hidden} in {}", looked.text);
    }

    let shown = format!("/api/v1/applications/{number}/looks");
    let looks = service.as_(&scene.applicant).get(&shown).await;
    assert_eq!(
        looks.json,
        json!({"looks": [{
            "at": "2026-11-22T07:00:00Z", "role": "operator", "office": OFFICE
        }]})
    );
    let messages = service.as_(&scene.applicant).get("/api/v1/messages").await;
    let newest = text(&messages.json["messages"][0], "text");
    assert!(
        newest.contains(OFFICE) && newest.contains(number),
        "{newest}"
    );
    assert_eq!(
        service.as_(&scene.operator).get(&shown).await.problem(),
        "not_found",
        "to nobody but the applicant"
    );
}

/// How many messages somebody has that name an office.
async fn messages_about(service: &Service, applicant: &Visitor, office: &str) -> usize {
    let messages = service.as_(applicant).get("/api/v1/messages").await;
    let all = messages.json["messages"].as_array().unwrap().iter();
    all.filter(|message| text(message, "text").contains(office))
        .count()
}

#[tokio::test]
async fn a_day_of_looks_from_an_office_is_one_message_to_the_applicant() {
    let scene = scene().await;
    let Scene { service, .. } = &scene;
    let number = text(&scene.application, "number");
    let ask = || json!({"number": number, "iin": service.town.bolat});
    for _ in 0..3 {
        let looked = service.as_(&scene.operator).post(LOOK, ask()).await;
        assert_eq!(looked.status, 200, "{looked:?}");
    }
    let applicant = &scene.applicant;
    assert_eq!(messages_about(service, applicant, OFFICE).await, 1);
    appoint(service, service.town.dana, Role::Operator, OTHER_OFFICE).await;
    let other = service.sign_in(service.town.dana).await;
    for _ in 0..2 {
        service.as_(&other).post(LOOK, ask()).await;
    }
    assert_eq!(messages_about(service, applicant, OFFICE).await, 1);
    assert_eq!(messages_about(service, applicant, OTHER_OFFICE).await, 1);

    // It is noon in Kazakhstan: an hour before midnight, and midnight.
    for (hours, messages, looks) in [(11, 1, 6), (1, 2, 7)] {
        service.world.forward_ms(hours * 3_600_000);
        let operator = service.sign_in(service.town.erlan).await;
        service.as_(&operator).post(LOOK, ask()).await;
        let applicant = service.sign_in(service.town.bolat).await;
        assert_eq!(
            messages_about(service, &applicant, OFFICE).await,
            messages,
            "after {hours} hours"
        );
        let shown = format!("/api/v1/applications/{number}/looks");
        let shown = service.as_(&applicant).get(&shown).await;
        let shown = shown.json["looks"].as_array().unwrap().len();
        assert_eq!(shown, looks, "each look is shown");
    }
}

#[tokio::test]
async fn looks_at_the_same_instant_leave_nobody_without_a_message() {
    let scene = scene().await;
    let Scene { service, .. } = &scene;
    let ask = json!({"number": text(&scene.application, "number"), "iin": service.town.bolat});
    let looks = (0..8).map(|_| service.as_(&scene.operator).post(LOOK, ask.clone()));
    for looked in join_all(looks).await {
        assert_eq!(looked.status, 200, "{looked:?}");
    }
    assert!(messages_about(service, &scene.applicant, OFFICE).await >= 1);
}

#[tokio::test]
async fn a_rule_is_read_with_its_numbers_in_each_language() {
    let scene = scene().await;
    let Scene { service, .. } = &scene;
    service.later(3601).await;
    let ask = json!({"number": text(&scene.application, "number"), "iin": service.town.bolat});
    let operator = service.sign_in(service.town.erlan).await;
    let looked = service.as_(&operator).post(LOOK, ask).await;
    let ended_by = &looked.json["ended_by"];
    assert_eq!(ended_by["rule"], "R9", "{looked:?}");
    for lang in ["kk", "ru", "en"] {
        let said = text(&ended_by["text"], lang);
        assert!(said.contains("60") && !said.contains('{'), "{said}");
    }
}

#[tokio::test]
async fn number_and_person_have_to_belong_together() {
    let scene = scene().await;
    let Scene { service, .. } = &scene;
    let number = text(&scene.application, "number");
    for (number, iin) in [
        (number, service.town.aigul),
        ("T-0000-0000-00", service.town.bolat),
        (number, iin(9001)),
    ] {
        let ask = json!({"number": number, "iin": iin});
        let looked = service.as_(&scene.operator).post(LOOK, ask).await;
        assert!(
            matches!(looked.problem(), "not_found" | "invalid_fields"),
            "{looked:?}"
        );
    }
    let shown = format!("/api/v1/applications/{number}/looks");
    let looks = service.as_(&scene.applicant).get(&shown).await;
    assert_eq!(looks.json, json!({"looks": []}));
    let about = format!("/api/v1/staff/audit?about={number}");
    let lines = service.as_(&scene.auditor).get(&about).await;
    assert_eq!(
        lines.json["lines"][0]["action"], "staff_look_failed",
        "{lines:?}"
    );
}

#[tokio::test]
async fn an_auditor_reads_the_log_and_nobodys_data() {
    let scene = scene().await;
    let Scene { service, .. } = &scene;
    let number = text(&scene.application, "number");
    let ask = json!({"number": number, "iin": service.town.bolat});
    service.as_(&scene.operator).post(LOOK, ask.clone()).await;
    let about = format!("/api/v1/staff/audit?about={number}");
    let lines = service.as_(&scene.auditor).get(&about).await;
    let actions: Vec<&str> = lines.json["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| text(line, "action"))
        .collect();
    assert_eq!(actions, ["staff_look", "file"], "the newest first");
    let all = service.as_(&scene.auditor).get("/api/v1/staff/audit").await;
    assert_eq!(
        all.json["lines"][0]["action"], "read_audit",
        "reading is noted too"
    );
    let town = &service.town;
    for hidden in [town.bolat, town.aigul, town.erlan, town.zhanna] {
        assert!(!all.text.contains(&hidden.to_string()), "{hidden}");
    }
    let whole = service
        .as_(&scene.auditor)
        .get("/api/v1/staff/audit/verification")
        .await;
    assert_eq!(whole.json["damage"], Value::Null, "{whole:?}");
    assert_eq!(whole.json["days"][0]["day"], "2026-11-22");
    assert_eq!(
        service.as_(&scene.auditor).post(LOOK, ask).await.problem(),
        "forbidden"
    );
}

#[tokio::test]
async fn nobody_else_is_shown_anything_of_it() {
    let scene = scene().await;
    let Scene { service, .. } = &scene;
    let ask = json!({"number": text(&scene.application, "number"), "iin": service.town.bolat});
    let audit = "/api/v1/staff/audit";
    let verify = "/api/v1/staff/audit/verification";
    for visitor in [&scene.applicant, &scene.operator] {
        for path in [audit, verify] {
            let answer = service.as_(visitor).get(path).await;
            assert_eq!(
                (answer.status, answer.problem()),
                (403, "forbidden"),
                "{path}"
            );
        }
    }
    let citizen = service.as_(&scene.applicant);
    assert_eq!(citizen.post(LOOK, ask.clone()).await.problem(), "forbidden");
    let citizen = service.as_(&scene.applicant).get("/api/v1/staff").await;
    assert_eq!(citizen.problem(), "forbidden");
    for path in [audit, verify, "/api/v1/staff"] {
        assert_eq!(
            service.get(path).await.problem(),
            "sign_in_needed",
            "{path}"
        );
    }
    let own = service.as_(&scene.operator).get("/api/v1/staff").await;
    assert_eq!(own.json["role"], "operator");
    // Whoever is dismissed sees nothing from the same moment on, within the same session.
    let change = Change::new(service.app.now(), vec![Effect::Dismiss(service.town.erlan)]);
    service.app.store.commit(change).await.unwrap();
    let dismissed = service.as_(&scene.operator).post(LOOK, ask).await;
    assert_eq!(dismissed.problem(), "forbidden");
}

#[test]
fn staff_are_appointed_and_dismissed_from_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let mut program = Program::start(folder.path());
    let tenant = Tenant::signed_in(&mut program);
    let role = |program: &mut Program| program.call("GET", "/api/v1/staff", &Value::Null).0;
    let staff = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_tirkeu"))
            .args(["staff", arguments[0], &at("tirkeu.sqlite"), &tenant.iin])
            .args(["--keys", &at("keys.toml")])
            .args(&arguments[1..])
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
    };
    assert_eq!(role(&mut program), 403);
    staff(&["add", "--role", "operator", "--office", "PSC 3"]);
    assert_eq!(role(&mut program), 200);
    staff(&["remove"]);
    assert_eq!(role(&mut program), 403);
    staff(&["sign-out"]);
    assert_eq!(role(&mut program), 401, "the session is over");
}
