//! The server beside one that does the same with Fastify, each pinned to a core: `tests/bench/server`.

use std::fs;

use super::peers;
use super::report::Report;
use crate::child;
use crate::error::Error;
use crate::places::Places;
use crate::progress::Step;

/// Gets the peer and the load from npm, builds the verdict module for it, measures by turns, and takes
/// the lines into the report. The server has the page inside, as it ships; Fastify has it in a folder.
pub(crate) fn measure(places: &Places, step: &mut Step, report: &mut Report) -> Result<(), Error> {
    peers::install(places, step, "tests/bench/server")?;
    let module = peers::module(places, step)?;
    // The load has a core of its own; the servers are pinned to the other one.
    let mut command = child::command("taskset", &places.at("tests/bench/server"));
    command
        .args(["-c", "1", "node", "--no-warnings", "bench.mjs"])
        .env("TIRKEU_VERDICT_WASM", module)
        .env("BENCH_SERVER", places.server())
        .env("BENCH_PAGE", places.page());
    step.run("bench-fastify", &mut command)?;
    let log = places.logs().join("bench-fastify.log");
    let text = fs::read_to_string(&log).map_err(Error::file("read", &log))?;
    text.lines().for_each(|line| report.take(line));
    Ok(())
}
