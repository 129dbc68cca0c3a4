//! Our rules engine beside others, on the same tables and cases: `tests/bench/rules`.

use std::path::PathBuf;
use std::process::ExitCode;

use super::engine;
use crate::child;
use crate::error::Error;
use crate::places::{Places, program};
use crate::progress::{Progress, Step};
use crate::test::wasm;
use crate::tools::node;

/// Gets the peers, builds what is to be measured, measures, and prints the table. Fails if two
/// engines differ in an answer or a promise is broken.
pub(crate) fn measure(places: &Places) -> Result<ExitCode, Error> {
    let mut progress = Progress::new(places, 4);
    progress.step("Engines from npm", |step| {
        install(places, step, "tests/bench/rules")
    })?;
    let native = progress.step("Engines in Rust", |step| native(places, step))?;
    let module = progress.step("Verdict module", |step| module(places, step))?;
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

/// Installs the peers that are npm packages; nothing that ships depends on them.
pub(super) fn install(places: &Places, step: &mut Step, folder: &str) -> Result<(), Error> {
    node::ensure(places, step)?;
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let mut command = child::command(npm, &places.at(folder));
    // The package for WASI says that it is for no other processor; forced, npm takes its word less
    // seriously. `npm ci` would miss optional packages in the lock file that the registry does not
    // have. A peer that still is not there is named below the table.
    command.args([
        "install",
        "--no-save",
        "--force",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
    ]);
    step.run("bench-npm-install", &mut command).map(drop)
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

/// Builds the verdict module for speed, where the page's is built for size.
pub(super) fn module(places: &Places, step: &mut Step) -> Result<PathBuf, Error> {
    let folder = folder(places).join("wasm");
    wasm::build_into(places, step, "release", &[], &folder)?;
    engine::optimise(places, step, "-O3", &folder)?;
    Ok(folder)
}
