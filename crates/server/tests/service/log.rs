//! What the program writes into its log, at the finest level.

use serde_json::{Value, json};

use crate::support::{Program, Tenant, text};

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

#[test]
fn what_is_refused_is_in_the_log_unless_it_is_told_otherwise_and_a_flood_does_not_fill_it() {
    let folder = tempfile::tempdir().unwrap();
    // As when nobody says what is logged.
    let filter = "warn,server::cli::reload=info,server::http::session=info";
    let mut program = Program::start_logging(folder.path(), &[], filter);
    let tenant = Tenant::signed_in(&mut program);
    let filing = json!({"lang": "en", "answers": tenant.answers});
    let filed = program.ok("POST", "/api/v1/applications", &filing);
    let path = format!("/api/v1/applications/{}", text(&filed, "number"));

    let body = json!({"iin": tenant.owner});
    program.ok("POST", "/api/v1/sign-in/code", &body);
    let code = program.code(&tenant.owner_phone, 2);
    let body = json!({"iin": tenant.owner, "code": code});
    program.ok("POST", "/api/v1/sign-in", &body);
    assert_eq!(program.call("GET", &path, &Value::Null).0, 404);
    program.cookie = "tirkeu_session=invented".to_owned();
    assert_eq!(program.call("GET", &path, &Value::Null).0, 401);
    program.cookie.clear();
    let tries = (0..150).map(|_| program.call("POST", "/api/v1/sign-in/code", &json!({})).0);
    let refused = tries.filter(|status| *status == 429).count();
    assert!(refused > 10, "{refused}");

    let log = program.logged();
    for (line, times) in [
        ("refused: an application of somebody else", 1),
        ("refused: a session that is not there or has ended", 1),
        ("refused: too many requests", 1),
    ] {
        assert_eq!(log.matches(line).count(), times, "{line} in {log}");
    }
    for canary in [
        tenant.iin.as_str(),
        &tenant.owner,
        text(&filed, "number"),
        "invented",
    ] {
        assert!(!log.contains(canary), "{canary} in {log}");
    }
}
