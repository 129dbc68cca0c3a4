//! The program killed by the operating system in the middle of its work, and started again.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{Program, Tenant};

#[test]
fn killed_after_every_step_it_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path());
    let tenant = Tenant::of(&mut program);
    let (phone, owner_phone) = (tenant.phone.as_str(), tenant.owner_phone.as_str());
    program.ok("POST", "/api/v1/sign-in/code", &json!({"iin": tenant.iin}));
    let mut program = program.killed_and_started_again(folder.path());
    let code = program.code(phone, 1);
    program.ok(
        "POST",
        "/api/v1/sign-in",
        &json!({"iin": tenant.iin, "code": code}),
    );
    let mut program = program.killed_and_started_again(folder.path());
    let filing = json!({"lang": "ru", "answers": tenant.answers});
    let filed = program.ok("POST", "/api/v1/applications", &filing);
    let mut program = program.killed_and_started_again(folder.path());
    assert_eq!(
        program.ok("POST", "/api/v1/applications", &filing),
        filed,
        "sent again, not filed again"
    );
    assert_eq!(
        program.messages(owner_phone, 1).len(),
        1,
        "the owner is asked once"
    );
    program.ok(
        "POST",
        "/sandbox/api/replies",
        &json!({"phone": owner_phone, "text": "да"}),
    );
    let mut program = program.killed_and_started_again(folder.path());
    let path = format!("/api/v1/applications/{}", filed["number"].as_str().unwrap());
    let ready = program.ok("GET", &path, &Value::Null);
    assert_eq!(ready["state"], "awaiting_signature");
    program.ok("POST", &format!("{path}/signing-code"), &Value::Null);
    let mut program = program.killed_and_started_again(folder.path());
    let code = program.code(phone, 2);
    let signing = json!({"code": code, "document_sha256": ready["document_sha256"]});
    program.ok("POST", &format!("{path}/signature"), &signing);
    let mut program = program.killed_and_started_again(folder.path());
    let state = (0..100)
        .map(|_| {
            std::thread::sleep(Duration::from_millis(50));
            program.ok("GET", &path, &Value::Null)
        })
        .find(|view| view["state"] != "signed")
        .unwrap();
    assert_eq!(state["state"], "registered");
    assert_eq!(state["document"], ready["document"]);
    let steps: Vec<&str> = state["timeline"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["step"].as_str().unwrap())
        .collect();
    assert_eq!(
        steps,
        [
            "filed",
            "owners_asked",
            "ready_to_sign",
            "signed",
            "registered"
        ]
    );
    program.kill();
}
