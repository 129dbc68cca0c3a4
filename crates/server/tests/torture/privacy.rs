//! Whether the time that an answer takes tells if somebody exists: a classifier by time alone,
//! which should do no better than a coin.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::{
    report::Row,
    support::{Service, iin},
};

/// How much better than a coin a classifier may be (security.md).
const AUC: f64 = 0.52;

pub fn run(budget: Duration) -> Vec<Row> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    vec![runtime.block_on(sign_in_codes(budget))]
}

async fn sign_in_codes(budget: Duration) -> Row {
    let service = Service::start();
    let (there, absent) = (service.town.bolat, iin(9876));
    let (begun, mut times) = (Instant::now(), [Vec::new(), Vec::new()]);
    let mut bodies = [String::new(), String::new()];
    let mut round = 0_usize;
    while begun.elapsed() < budget || round < 100 {
        // Whoever goes first might find a warmer machine.
        for place in [round % 2, 1 - round % 2] {
            let person = [there, absent][place];
            let asked = Instant::now();
            let answer = service
                .post("/api/v1/sign-in/code", json!({"iin": person}))
                .await;
            times[place].push(asked.elapsed().as_nanos());
            bodies[place] = format!("{} {}", answer.status, answer.text);
        }
        round += 1;
        // A day has so many codes for a person and no more.
        service.later(24 * 3600).await;
        // The caches of the first rounds are not what is measured.
        if round == 20 {
            times = [Vec::new(), Vec::new()];
        }
    }
    let auc = auc(&times[0], &times[1]);
    let count = times[0].len() as f64;
    // Three times what chance alone makes of so few measurements.
    let by_chance = 3.0 * ((2.0 * count + 1.0) / (12.0 * count * count)).sqrt();
    let note = format!("AUC {auc:.3}, same bytes");
    let mut row = Row::new(
        "who exists, told by time (sign-in)",
        2 * times[0].len() as u64,
        note,
    );
    row.hold(bodies[0] == bodies[1], || format!("{bodies:?}"));
    row.hold(auc <= AUC + by_chance, || {
        format!("AUC {auc:.3} over {count} pairs")
    });
    row
}

/// The area under the curve of the classifier "the slower is the one": by ranks, and the better of
/// both directions.
fn auc(one: &[u128], other: &[u128]) -> f64 {
    let mut all: Vec<(u128, bool)> = one.iter().map(|time| (*time, true)).collect();
    all.extend(other.iter().map(|time| (*time, false)));
    all.sort_unstable();
    let ranks: f64 = all
        .iter()
        .enumerate()
        .filter(|(_, (_, of_one))| *of_one)
        .map(|(rank, _)| rank as f64 + 1.0)
        .sum();
    let (n, m) = (one.len() as f64, other.len() as f64);
    let area = (ranks - n * (n + 1.0) / 2.0) / (n * m);
    area.max(1.0 - area)
}
