//! A one-time code that was used, again and again; and guesses.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::{report::Row, support::Service};

pub fn run(budget: Duration) -> Vec<Row> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    vec![
        runtime.block_on(replays(budget)),
        runtime.block_on(guesses()),
    ]
}

async fn replays(budget: Duration) -> Row {
    let service = Service::start();
    let aigul = service.town.aigul;
    service
        .post("/api/v1/sign-in/code", json!({"iin": aigul}))
        .await;
    let code = service.code(service.world.phone_of(aigul)).await;
    let body = json!({"iin": aigul, "code": code});
    let mut row = Row::new("one-time codes replayed", 0, "none accepted");
    let first = service.post("/api/v1/sign-in", body.clone()).await;
    row.hold(first.status == 200, || first.text.clone());
    let begun = Instant::now();
    while begun.elapsed() < budget || row.tried < 100 {
        row.tried += 1;
        let again = service.post("/api/v1/sign-in", body.clone()).await;
        if again.status == 200 || again.cookie().is_some() {
            row.lost
                .push(format!("a used code was accepted: {}", again.text));
            break;
        }
    }
    row
}

/// A stranger who asks for codes and guesses all day.
async fn guesses() -> Row {
    let service = Service::start();
    let aigul = service.town.aigul;
    let (mut counted, mut row) = (0, Row::new("codes guessed all day", 0, ""));
    for _ in 0..8 {
        service
            .post("/api/v1/sign-in/code", json!({"iin": aigul}))
            .await;
        let right = service.code(service.world.phone_of(aigul)).await;
        let wrong = if right == "000000" {
            "000001"
        } else {
            "000000"
        };
        for _ in 0..8 {
            row.tried += 1;
            let body = json!({"iin": aigul, "code": wrong});
            let answer = service.post("/api/v1/sign-in", body).await;
            counted += u32::from(answer.problem() == "code_wrong");
        }
        service.world.forward_ms(61_000);
    }
    row.hold(counted <= 10, || {
        format!("{counted} guesses were looked at")
    });
    row.note = format!("{counted} were looked at, at most 10 may be");
    row
}
