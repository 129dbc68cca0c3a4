//! Two servers on one PostgreSQL, one of them killed half-way.

use std::time::Duration;

use serde_json::{Value, json};
use server::adapters::sealing::Sealer;

use crate::support::{Cluster, Program, Tenant};

/// The newest message on a telephone, by whichever server it was sent, once there are so many.
fn newest(servers: &mut [&mut Program], phone: &str, at_least: usize) -> String {
    for _ in 0..200 {
        let mut all = Vec::new();
        for server in servers.iter_mut() {
            all.extend(server.received(phone));
        }
        assert!(all.len() <= at_least, "sent twice: {all:?}");
        if all.len() == at_least
            && let Some(newest) = all.pop()
        {
            return newest;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("no message reached {phone}");
}

fn code(message: &str) -> &str {
    message.split(' ').next().unwrap()
}

#[test]
fn one_of_two_servers_is_killed_and_nobody_notices() {
    let Some(cluster) = Cluster::shared() else {
        return;
    };
    let url = cluster.database();
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let keys = folders[0].path().join("shared.toml");
    Sealer::open_or_make(&keys).unwrap();
    let keys = keys.to_str().unwrap();
    let database = ["--database", url.as_str(), "--keys", keys];
    let mut one = Program::start_with(folders[0].path(), &database);
    let mut two = Program::start_with(folders[1].path(), &database);
    let tenant = Tenant::of(&mut one);
    let (phone, owner_phone) = (tenant.phone.as_str(), tenant.owner_phone.as_str());

    one.ok("POST", "/api/v1/sign-in/code", &json!({"iin": tenant.iin}));
    let sent = newest(&mut [&mut one, &mut two], phone, 1);
    let signing_in = json!({"iin": tenant.iin, "code": code(&sent)});
    two.ok("POST", "/api/v1/sign-in", &signing_in);
    one.cookie = two.cookie.clone();

    let filing = json!({"lang": "ru", "answers": tenant.answers});
    let filed = one.ok("POST", "/api/v1/applications", &filing);
    assert_eq!(
        two.ok("POST", "/api/v1/applications", &filing),
        filed,
        "the same answer"
    );
    newest(&mut [&mut one, &mut two], owner_phone, 1);
    one.kill();

    assert_eq!(two.ok("POST", "/api/v1/applications", &filing), filed);
    let reply = json!({"phone": owner_phone, "text": "да"});
    two.ok("POST", "/sandbox/api/replies", &reply);
    let path = format!("/api/v1/applications/{}", filed["number"].as_str().unwrap());
    let ready = two.ok("GET", &path, &Value::Null);
    assert_eq!(ready["state"], "awaiting_signature");
    let before = two.received(phone).len();
    two.ok("POST", &format!("{path}/signing-code"), &Value::Null);
    let sent = newest(&mut [&mut two], phone, before + 1);
    let signing = json!({"code": code(&sent), "document_sha256": ready["document_sha256"]});
    two.ok("POST", &format!("{path}/signature"), &signing);
    let state = (0..200)
        .map(|_| {
            std::thread::sleep(Duration::from_millis(50));
            two.ok("GET", &path, &Value::Null)
        })
        .find(|view| view["state"] != "signed")
        .unwrap();
    assert_eq!(state["state"], "registered");
    two.kill();
}
