//! What must not break a service, done to it on purpose for as long as there is time.
//!
//! `cargo test -p server --test torture` takes some seconds, `cargo xtask torture --minutes N` as
//! long as it is told. Each row of the table says what was tried, how often, and what was lost.
#![allow(
    missing_docs,
    unreachable_pub,
    dead_code,
    unused_imports,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "tests"
)]

mod codes;
mod database;
mod disk;
mod doubles;
mod gateway;
mod kills;
mod load;
mod privacy;
mod races;
mod report;
mod runtime;
mod slow;
#[path = "../service/support/mod.rs"]
mod support;

use std::{process::ExitCode, time::Duration};

use report::{Row, Table};

/// One thing that is done to the service, and its part of the time.
type Part = (&'static str, u32, fn(Duration) -> Vec<Row>);

const PARTS: [Part; 11] = [
    ("kill -9 under load, SQLite", 6, kills::sqlite),
    ("kill -9 under load, PostgreSQL", 3, kills::postgres),
    (
        "one of two servers killed under load",
        3,
        kills::two_servers,
    ),
    (
        "approve, refuse, expire and withdraw at once",
        3,
        races::run,
    ),
    ("double submits", 3, doubles::run),
    ("one-time codes replayed", 2, codes::run),
    ("the disk is full, or does not sync", 2, disk::run),
    ("the database goes and comes back", 1, database::run),
    ("registers and telephones go and come back", 1, gateway::run),
    ("slow clients", 2, slow::run),
    ("who exists, told by time", 2, privacy::run),
];

/// How long it takes where nobody says.
const SHORT: Duration = Duration::from_secs(15);

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (mut whole, mut only) = (SHORT, None);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--seconds" => {
                let seconds = arguments.next().and_then(|text| text.parse().ok());
                whole = Duration::from_secs(seconds.expect("--seconds needs a number"));
            }
            // The test runner's own options say nothing here.
            word if word.starts_with("--") => {}
            word => only = Some(word.to_owned()),
        }
    }
    let chosen = |part: &&Part| {
        only.as_ref()
            .is_none_or(|only| part.0.contains(only.as_str()))
    };
    let parts: Vec<&Part> = PARTS.iter().filter(chosen).collect();
    let weight: u32 = parts.iter().map(|part| part.1).sum();
    let mut table = Table::default();
    for (at, (what, share, part)) in parts.iter().enumerate() {
        let budget = whole * *share / weight.max(1);
        eprintln!(
            "[{}/{}] {what}, {:.0} s …",
            at + 1,
            parts.len(),
            budget.as_secs_f64()
        );
        table.take(what, part, budget);
    }
    table.print()
}
