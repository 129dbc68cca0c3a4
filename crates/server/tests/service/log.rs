//! What the program writes into its log, at the finest level.

use serde_json::{Value, json};

use crate::support::{Program, Tenant};

#[test]
fn the_log_names_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path());
    let tenant = Tenant::signed_in(&mut program);
    let filing = json!({"lang": "en", "answers": tenant.answers});
    let filed = program.ok("POST", "/api/v1/applications", &filing);
    let asked = program.messages(&tenant.owner_phone, 1).pop().unwrap();
    let token = asked
        .split("/c/")
        .nth(1)
        .unwrap()
        .split(' ')
        .next()
        .unwrap()
        .to_owned();
    program.ok("GET", &format!("/api/v1/consents/{token}"), &Value::Null);
    program.ok(
        "POST",
        &format!("/api/v1/consents/{token}"),
        &json!({"agrees": true}),
    );
    let written = program.logged();
    for route in [
        "/api/v1/sign-in",
        "/api/v1/applications",
        "/api/v1/consents/{token}",
    ] {
        assert!(written.contains(route), "{route} is missing in {written}");
    }
    let number = filed["number"].as_str().unwrap();
    let name = filed["subject"].as_str().unwrap();
    let rca = filed["rca"].as_str().unwrap();
    let cookie = program.cookie.split('=').nth(1).unwrap();
    for canary in [
        tenant.iin.as_str(),
        &tenant.owner,
        &tenant.phone[1..],
        &tenant.owner_phone[1..],
        number,
        name,
        rca,
        &token,
        cookie,
        "код для входа",
    ] {
        assert!(!written.contains(canary), "{canary} in {written}");
    }
}
