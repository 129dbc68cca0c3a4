//! Our rules engine beside others, on the same tables and cases: `tests/bench/rules`.

use std::path::PathBuf;
use std::process::ExitCode;

use super::peers;
use crate::child;
use crate::error::Error;
use crate::places::{Places, program};
use crate::progress::{Progress, Step};
use crate::tools::node;

/// Gets the peers, builds what is to be measured, measures, and prints the table. Fails if two
/// engines differ in an answer or a promise is broken.
pub(crate) fn measure(places: &Places) -> Result<ExitCode, Error> {
    let mut progress = Progress::new(places, 4);
    progress.step("Engines from npm", |step| {
        peers::install(places, step, "tests/bench/rules")
    })?;
    let native = progress.step("Engines in Rust", |step| native(places, step))?;
    let module = progress.step("Verdict module", |step| peers::module(places, step))?;
    super::show(places, &mut progress, "bench-rules", |step| {
        let node = node::ensure(places, step)?;
        let mut command = child::command(node, &places.at("tests/bench/rules"));
        command
            .args(["--no-warnings", "bench.mjs"])
            .env("BENCH_NATIVE", native)
            .env("BENCH_WASM", module)
            .env("BENCH_FOLDER", folder(places).join("tables"));
        Ok(command)
    })
}

fn folder(places: &Places) -> PathBuf {
    places.target().join("bench-rules")
}

/// Builds the package outside the workspace that holds the engines in Rust.
fn native(places: &Places, step: &mut Step) -> Result<PathBuf, Error> {
    let target = folder(places).join("native");
    let mut command = child::cargo(places);
    command
        .args(["build", "--release", "--locked", "--color", "never"])
        .arg("--manifest-path")
        .arg(places.at("tests/bench/rules/native/Cargo.toml"))
        .env("CARGO_TARGET_DIR", &target);
    step.say("building zen-engine takes some minutes the first time");
    step.run("bench-native", &mut command)?;
    Ok(target.join("release").join(program("bench-rules")))
}
