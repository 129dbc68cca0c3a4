//! Owners who agree and decline, an applicant who withdraws, and the clock, all at once: one wins.
//!
//! Several services side by side, each with many applications that are fought over at the same
//! instant. What is done is what the API does, on the store that ships; only the filing before it
//! is copied from one that went the whole way. The files are in memory where there is such a
//! folder: that nothing is acknowledged before the disk has it is tried elsewhere.
//!
//! They find what they look for: with `AND version = ?2` taken out of the SQLite store 14 of the first 72
//! races were lost (two answers, an answer that is gone, an application that goes on after it was
//! withdrawn), and with a consent in time at any time 82 of the first 188.

mod chance;
mod contender;
mod wave;
mod winner;

use std::{
    collections::BTreeMap,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use server::adapters::{postgres::Postgres, sqlite::Sqlite};
use tempfile::TempDir;
use tokio::task::JoinSet;

use self::{
    wave::{Arena, Cast},
    winner::OUTCOMES,
};
use crate::{
    report::Row,
    runtime::block_on,
    support::{Cluster, Service, at, sealer},
};

/// How many services there are at the same time.
const SERVICES: usize = 3;
/// After so many waves a service begins anew, so that nobody grows old in it.
const WAVES: u32 = 200;
/// Of so many races every outcome has won some; where one has not, nothing is proved of it.
const ENOUGH: u64 = 2000;

pub fn run(budget: Duration) -> Vec<Row> {
    vec![
        block_on(sqlite(budget * 5 / 6)),
        block_on(postgres(budget / 6)),
    ]
}

/// Who won how often, and what should not have happened.
#[derive(Default)]
struct Outcome {
    won: BTreeMap<&'static str, u64>,
    lost: Vec<String>,
}

impl Outcome {
    fn add(&mut self, other: Self) {
        for (who, times) in other.won {
            *self.won.entry(who).or_default() += times;
        }
        self.lost.extend(other.lost);
    }

    fn row(mut self, what: &str, took: Duration) -> Row {
        let times = |who| self.won.get(who).copied().unwrap_or_default();
        let won = OUTCOMES.map(|who| format!("{who} {}", times(who)));
        let tried = self.won.values().sum::<u64>() + self.lost.len() as u64;
        if tried >= ENOUGH {
            let never = OUTCOMES.into_iter().filter(|who| times(who) == 0);
            let never: Vec<String> = never.map(|who| format!("{who}: never")).collect();
            self.lost.extend(never);
        }
        let rate = tried as f64 / took.as_secs_f64();
        let note = format!("{rate:.0} a second; {}", won.join(", "));
        Row {
            lost: self.lost,
            ..Row::new(what, tried, note)
        }
    }
}

async fn sqlite(budget: Duration) -> Row {
    let begun = Instant::now();
    let until = begun + budget;
    let mut services = JoinSet::new();
    for _ in 0..SERVICES {
        services.spawn(async move {
            let mut outcome = Outcome::default();
            while outcome.lost.is_empty() && (outcome.won.is_empty() || Instant::now() < until) {
                let folder = folder();
                let file = folder.path().join("tirkeu.sqlite");
                let store = Arc::new(Sqlite::open(&file, sealer()).unwrap());
                outcome.add(races(Service::over_store(store), until).await);
                // Every page, and every link of the audit log.
                if let Err(error) = Sqlite::check(&file) {
                    outcome.lost.push(error.to_string());
                }
            }
            outcome
        });
    }
    let mut all = Outcome::default();
    while let Some(outcome) = services.join_next().await {
        all.add(outcome.unwrap());
    }
    let what = "approve, refuse, expire and withdraw at once";
    all.row(what, begun.elapsed())
}

async fn postgres(budget: Duration) -> Row {
    let what = "approve, refuse, expire and withdraw at once, PostgreSQL";
    let Some(cluster) = Cluster::own() else {
        return Row::skipped(what, "PostgreSQL is not installed");
    };
    let begun = Instant::now();
    let until = begun + budget;
    let mut all = Outcome::default();
    while all.lost.is_empty() && (all.won.is_empty() || Instant::now() < until) {
        let url = cluster.database();
        let now = at("2026-11-22T07:00:00Z");
        let store = Postgres::open(&url, sealer(), now).await.unwrap();
        all.add(races(Service::over_store(Arc::new(store)), until).await);
        if let Err(error) = Postgres::check(&url).await {
            all.lost.push(error.to_string());
        }
    }
    all.row(what, begun.elapsed())
}

/// Waves over one service, in every second of which the time ends in their midst.
async fn races(service: Service, until: Instant) -> Outcome {
    let arena = Arena::open(service).await;
    let mut outcome = Outcome::default();
    for wave in 0..WAVES {
        for winner in arena.wave(Cast::of(wave)).await {
            match winner {
                Ok(name) => *outcome.won.entry(name).or_default() += 1,
                Err(what) => outcome.lost.push(what),
            }
        }
        if Instant::now() >= until || !outcome.lost.is_empty() {
            break;
        }
    }
    outcome
}

/// A folder in memory, or where there is none, any.
fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir()
        && let Ok(folder) = tempfile::tempdir_in(memory)
    {
        return folder;
    }
    TempDir::new().unwrap()
}
