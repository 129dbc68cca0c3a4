//! The same request many times at once: one effect, one answer.

use std::{
    collections::BTreeSet,
    sync::Arc,
    time::{Duration, Instant},
};

use registration::identifiers::Iin;
use serde_json::json;
use tokio::task::JoinSet;

use crate::{
    report::Row,
    runtime::block_on,
    support::{Service, Visitor},
};

/// How many send it at once, as security.md has it.
const AT_ONCE: usize = 1000;

pub fn run(budget: Duration) -> Vec<Row> {
    vec![block_on(doubles(budget))]
}

async fn doubles(budget: Duration) -> Row {
    let service = Arc::new(Service::start());
    let aigul: Iin = service.town.aigul;
    let mut visitor: Visitor = service.sign_in(aigul).await;
    let body = json!({"answers": service.town.owner_answers(service.town.flat), "lang": "kk"});
    let (begun, mut keys) = (Instant::now(), 0_u64);
    let mut row = Row::new("double submits", 0, "");
    while begun.elapsed() < budget || keys == 0 {
        keys += 1;
        let key = format!("double-{keys:06}");
        let mut senders = JoinSet::new();
        for _ in 0..AT_ONCE {
            let (service, visitor) = (service.clone(), visitor.clone());
            let (key, body) = (key.clone(), body.clone());
            senders.spawn(async move {
                let call = service.as_(&visitor).key(&key);
                let answer = call.post("/api/v1/applications", body).await;
                (answer.status, answer.text)
            });
        }
        let (mut created, mut others) = (BTreeSet::new(), BTreeSet::new());
        while let Some(answer) = senders.join_next().await {
            match answer.unwrap() {
                (201, text) => drop(created.insert(text)),
                (status, _) => drop(others.insert(status)),
            }
        }
        others.remove(&409);
        row.hold(created.len() == 1, || {
            format!("{key}: {} answers", created.len())
        });
        row.hold(others.is_empty(), || format!("{key}: {others:?}"));
        let again = service.as_(&visitor).key(&key);
        let again = again.post("/api/v1/applications", body.clone()).await;
        row.hold(created.contains(&again.text), || {
            format!("{key}: {}", again.text)
        });
        let number = again.json["number"].as_str().unwrap_or_default().to_owned();
        let path = format!("/api/v1/applications/{number}/withdrawal");
        let back = service
            .as_(&visitor)
            .post(&path, serde_json::Value::Null)
            .await;
        row.hold(back.status == 200, || format!("{key}: {}", back.text));
        if !row.lost.is_empty() {
            break;
        }
        // On another day, which has codes to give again.
        if keys.is_multiple_of(200) {
            service.world.forward_ms(24 * 3_600_000);
            visitor = service.sign_in(aigul).await;
        }
    }
    let all = service
        .app
        .store
        .applications_of(aigul, u32::MAX)
        .await
        .unwrap();
    row.hold(all.len() as u64 == keys, || {
        format!("{keys} keys, {} applications", all.len())
    });
    row.tried = keys * AT_ONCE as u64;
    row.note = format!("{keys} keys, {AT_ONCE} at once: one effect, one answer each");
    row
}
