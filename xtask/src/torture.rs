//! `cargo xtask torture`: does to the service what must not break it, for as long as it is told, and
//! says in a table what was tried and what was lost. Its exit code says whether anything was.

mod table;

use std::fs;
use std::process::{Command, ExitCode};

use crate::arguments::Arguments;
use crate::child;
use crate::error::Error;
use crate::places::{Places, program};
use crate::progress::{Progress, Step};
use crate::tools::postgres;
use table::Table;

/// Seeds over which store, and which part of the time in a hundred.
const SEEDS: [(&str, &str, u64); 3] = [
    ("Seeds", "model", 25),
    ("Seeds, two servers", "leased", 10),
    ("Seeds over SQLite", "sqlite", 5),
];

/// Runs seeds, then kills, races and faults.
pub(crate) fn torture(places: &Places, mut arguments: Arguments) -> Result<ExitCode, Error> {
    let minutes = arguments.option("--minutes")?;
    arguments.finish()?;
    let minutes: f64 = match minutes.as_deref().map(str::parse) {
        None => 1.0,
        Some(Ok(minutes)) if (0.1..=100_000.0).contains(&minutes) => minutes,
        Some(_) => return Err(Error::Usage("--minutes is a number, 0.1 or more".into())),
    };
    let part = |hundredths: u64| (minutes * 0.6 * hundredths as f64).ceil() as u64;
    let mut progress = Progress::new(places, SEEDS.len() + 3);
    let mut table = Table::default();
    progress.step("PostgreSQL", |step| postgres::ensure(places, step))?;
    progress.step("Server and simulation", |step| build(places, step))?;
    let mut rest = 100;
    for (what, store, hundredths) in SEEDS {
        rest -= hundredths;
        let seconds = part(hundredths).to_string();
        let folder = places.target().join("release");
        let mut command = child::command(folder.join(program("simulation")), places.root());
        command.args(["--threads", "2", "--store", store, "--seconds", &seconds]);
        let name = format!("simulation-{store}");
        progress.step(what, |step| {
            rows(places, step, &name, &mut command, &mut table)
        })?;
    }
    let mut command = tests(places);
    command.args(["--", "--seconds", &part(rest).to_string()]);
    progress.step("Kills, races and faults", |step| {
        rows(places, step, "torture", &mut command, &mut table)
    })?;
    Ok(table.print())
}

fn build(places: &Places, step: &mut Step) -> Result<(), Error> {
    let mut command = child::cargo(places);
    command.args("build --release --package simulation --color never".split(' '));
    step.run("simulation-build", &mut command)?;
    let mut command = tests(places);
    command.arg("--no-run");
    step.run("torture-build", &mut command).map(drop)
}

fn tests(places: &Places) -> Command {
    let mut command = child::cargo(places);
    command.args("test --release --package server --test torture --color never".split(' '));
    command
}

/// Runs a program, and takes the rows that it has printed, also where it says that something is
/// lost. One that ends without a row has lost.
fn rows(
    places: &Places,
    step: &mut Step,
    name: &str,
    command: &mut Command,
    table: &mut Table,
) -> Result<(), Error> {
    let ended = step.run_within(std::time::Duration::MAX, name, command);
    let log = places.logs().join(format!("{name}.log"));
    let text = fs::read_to_string(&log).map_err(Error::file("read", &log))?;
    let (found, lost) = table.take(&text);
    step.note(format!("{lost} lost"));
    match ended {
        Err(error) if found == 0 || lost == 0 => Err(error),
        _ if found == 0 => Err(Error::Unexpected(format!("{name} has printed no row"))),
        _ => Ok(()),
    }
}
