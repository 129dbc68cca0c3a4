//! How many filings the store makes durable, with few and with a million: `crates/server/benches/store.rs`.

use std::fs;

use super::report::Report;
use crate::child;
use crate::error::Error;
use crate::places::Places;
use crate::progress::Step;

/// Runs the bench of the store and takes its lines into the report.
pub(crate) fn measure(places: &Places, step: &mut Step, report: &mut Report) -> Result<(), Error> {
    let mut command = child::cargo(places);
    command.args("bench --package server --bench store --color never".split(' '));
    step.say("a million filings are written, which takes some minutes and 6 GB");
    step.run("bench-store", &mut command)?;
    let log = places.logs().join("bench-store.log");
    let text = fs::read_to_string(&log).map_err(Error::file("read", &log))?;
    for line in text.lines() {
        report.take(line);
    }
    Ok(())
}
