//! A database that goes and comes back: writing is refused meanwhile, and nobody has to help
//! afterwards.

use std::{
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::{
    load::signed_in,
    report::Row,
    support::{Cluster, Program, Sent},
};

pub fn run(budget: Duration) -> Vec<Row> {
    let what = "the database goes and comes back";
    let Some(mut cluster) = Cluster::own() else {
        return vec![Row::skipped(what, "PostgreSQL is not installed")];
    };
    let url = cluster.database();
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start_logging(folder.path(), &["--database", &url], "off");
    let people = signed_in(&mut program);
    let address = program.address().to_owned();
    let mut row = Row::new(
        what,
        0,
        "refused with 503, alive throughout, recovers by itself",
    );
    let begun = Instant::now();
    let mut filed = Vec::new();
    while begun.elapsed() < budget || row.tried == 0 {
        row.tried += 1;
        let person = &people[usize::try_from(row.tried).unwrap() % people.len()];
        let filing = json!({"lang": "ru", "answers": person.answers});
        let key = format!("no-database-{}", row.tried);
        let ask = |method: &str, path: &str, key: &str, body: &Value| {
            let sent = Sent {
                method,
                path,
                key,
                cookie: &person.cookie,
                body,
            };
            sent.to(&address)
                .map(|received| (received.status, received.json()))
        };
        cluster.crash();
        let refused = ask("POST", "/api/v1/applications", &key, &filing).unwrap();
        row.hold(refused.0 == 503, || {
            format!("without a database: {refused:?}")
        });
        let alive = ask("GET", "/healthz", "", &Value::Null).unwrap().0;
        row.hold(alive == 200, || format!("/healthz is {alive}"));
        let ready = ask("GET", "/readyz", "", &Value::Null).unwrap().0;
        row.hold(ready == 503, || format!("/readyz is {ready}"));
        cluster.start_again();
        let back = Instant::now();
        let answer = loop {
            let answer = ask("POST", "/api/v1/applications", &key, &filing).unwrap();
            if answer.0 != 503 || back.elapsed() > Duration::from_secs(20) {
                break answer;
            }
            thread::sleep(Duration::from_millis(50));
        };
        row.hold(answer.0 == 201, || {
            format!("with the database again: {answer:?}")
        });
        let number = answer.1["number"].as_str().unwrap_or_default().to_owned();
        let path = format!("/api/v1/applications/{number}/withdrawal");
        let _ended = ask("POST", &path, &format!("{key}-back"), &Value::Null);
        filed.push(number);
        if !row.lost.is_empty() {
            break;
        }
    }
    let there = cluster.sql(&url, "SELECT number FROM applications");
    let mut there: Vec<&str> = there.lines().collect();
    there.sort_unstable();
    filed.sort_unstable();
    row.hold(there == filed, || {
        format!("acknowledged {filed:?}, there {there:?}")
    });
    program.kill();
    vec![row]
}
