//! Owners who agree and decline, an applicant who withdraws, and the clock, all at once: one wins.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use registration::application::{ApplicationNumber, Event, StateName};
use serde_json::{Value, json};
use server::usecases::expire_consents;
use tokio::task::JoinSet;

use crate::{
    report::Row,
    support::{Service, Visitor, text},
};

/// How long owners have, in milliseconds.
const HOUR_MS: i64 = 3_600_000;

pub fn run(budget: Duration) -> Vec<Row> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(4)
        .enable_all()
        .build()
        .unwrap();
    vec![runtime.block_on(races(budget))]
}

async fn races(budget: Duration) -> Row {
    let mut service = Arc::new(Service::start());
    let mut row = Row::new("approve, refuse, expire and withdraw at once", 0, "");
    let mut won = std::collections::BTreeMap::<&'static str, u64>::new();
    let begun = Instant::now();
    while begun.elapsed() < budget || row.tried == 0 {
        row.tried += 1;
        // Each race has a day to itself, and nobody grows old.
        if row.tried.is_multiple_of(300) {
            service = Arc::new(Service::start());
        }
        // In one half of the races the time ends in their midst.
        let at_the_end = row.tried.is_multiple_of(2);
        let (number, winner) = race(&service, at_the_end).await;
        match winner {
            Ok(name) => *won.entry(name).or_default() += 1,
            Err(what) => row.lost.push(format!("{number}: {what}")),
        }
        if row.lost.len() > 3 {
            break;
        }
    }
    let won: Vec<String> = won
        .iter()
        .map(|(who, times)| format!("{who} {times}"))
        .collect();
    row.note = won.join(", ");
    row
}

async fn race(
    service: &Arc<Service>,
    at_the_end: bool,
) -> (ApplicationNumber, Result<&'static str, String>) {
    // A day has so many codes for a person and no more.
    service.later(24 * 3600).await;
    let town = &service.town;
    let visitor: Visitor = service.sign_in(town.serik).await;
    let answers = town.owner_answers(town.shared);
    let application = service.file_ok(&visitor, answers).await;
    let number = ApplicationNumber::parse(text(&application, "number")).unwrap();
    let dana = service.token(service.world.phone_of(town.dana)).await;
    let erlan = service.token(service.world.phone_of(town.erlan)).await;
    service
        .world
        .forward_ms(if at_the_end { HOUR_MS - 1 } else { 1000 });
    let mut at_once = JoinSet::new();
    for (token, agrees) in [
        (&dana, true),
        (&dana, false),
        (&erlan, true),
        (&erlan, false),
    ] {
        let (service, path) = (service.clone(), format!("/api/v1/consents/{token}"));
        at_once.spawn(async move {
            service.post(&path, json!({"agrees": agrees})).await;
        });
    }
    let withdraws = service.clone();
    at_once.spawn(async move {
        let path = format!("/api/v1/applications/{number}/withdrawal");
        withdraws.as_(&visitor).post(&path, Value::Null).await;
    });
    let ends = service.clone();
    at_once.spawn(async move {
        if at_the_end {
            ends.world.forward_ms(1);
        }
        expire_consents(&ends.app).await.unwrap();
    });
    while let Some(done) = at_once.join_next().await {
        done.unwrap();
    }
    let winner = winner(service, number).await;
    // Whatever is left open must not stand in the way of the next.
    service.later(24 * 3600).await;
    if winner == Ok("agreed") {
        let again = service.sign_in(town.serik).await;
        let path = format!("/api/v1/applications/{number}/withdrawal");
        service.as_(&again).post(&path, Value::Null).await;
    }
    (number, winner)
}

/// Which outcome there is, or that there are several or none.
async fn winner(service: &Service, number: ApplicationNumber) -> Result<&'static str, String> {
    let stored = service
        .app
        .store
        .application(number)
        .await
        .unwrap()
        .unwrap();
    let count = |wanted: fn(&Event) -> bool| {
        let events = stored.events.iter();
        events.filter(|happened| wanted(&happened.event)).count()
    };
    let ends = [
        count(|event| matches!(event, Event::Refused { .. })),
        count(|event| matches!(event, Event::Cancelled { .. })),
        count(|event| matches!(event, Event::Withdrawn)),
    ];
    let agreed = count(|event| matches!(event, Event::ReadyToSign));
    let state = stored.application.state.name();
    let each_once = stored
        .application
        .consents
        .iter()
        .all(|consent| count_answers(&stored.events, consent.id) <= 1);
    match (state, ends, agreed) {
        _ if !each_once => Err("an owner has answered twice".to_owned()),
        (StateName::Refused, [1, 0, 0], 0) => Ok("declined"),
        (StateName::Cancelled, [0, 1, 0], 0) => Ok("expired"),
        (StateName::Withdrawn, [0, 0, 1], 0 | 1) => Ok("withdrawn"),
        (StateName::AwaitingSignature, [0, 0, 0], 1) => Ok("agreed"),
        (StateName::AwaitingConsent, [0, 0, 0], 0) => Ok("one has agreed"),
        (state, ends, agreed) => Err(format!("{state:?} after {ends:?}, {agreed}")),
    }
}

fn count_answers(
    events: &[registration::application::Happened],
    id: registration::application::ConsentId,
) -> usize {
    let answers = events.iter().filter(|happened| match &happened.event {
        Event::ConsentGiven { consent, .. } | Event::ConsentDeclined { consent, .. } => {
            *consent == id
        }
        _ => false,
    });
    answers.count()
}
