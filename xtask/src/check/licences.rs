//! Licences, banned crates, sources and known vulnerabilities, by cargo-deny.

use std::fs;
use std::process::Command;
use std::time::Duration;

use crate::child;
use crate::error::Error;
use crate::places::Places;
use crate::progress::Step;
use crate::tools::cargo_deny;

/// How long the advisory database may take to arrive.
const PATIENCE: Duration = Duration::from_secs(120);

/// What cargo-deny says when it could not get its advisory database.
const NO_DATABASE: [&str; 3] = [
    "failed to fetch advisory database",
    "failed to load advisory database",
    "and was ended",
];

/// Runs what needs no download, then the advisories if their database can be had.
pub(crate) fn check(places: &Places, step: &mut Step) -> Result<(), Error> {
    let deny = cargo_deny::ensure(places, step)?;
    let command = |checks: &[&str]| -> Command {
        let mut command = child::command(&deny, places.root());
        command
            .args(["--color", "never", "--workspace", "check"])
            .args(checks);
        command
    };
    step.run("deny", &mut command(&["licenses", "bans", "sources"]))?;
    match step.run_within(PATIENCE, "deny-advisories", &mut command(&["advisories"])) {
        Ok(_) => Ok(()),
        Err(error) => {
            let log = places.logs().join("deny-advisories.log");
            let said = fs::read_to_string(&log).map_err(Error::file("read", &log))?;
            let said = format!("{said}\n{error}");
            if NO_DATABASE.iter().any(|text| said.contains(text)) {
                step.note("advisories skipped: their database cannot be fetched here");
                return Ok(());
            }
            Err(error)
        }
    }
}
