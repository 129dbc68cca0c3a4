//! Our rules engine alone: what it weighs in the page, how long the analysis of the whole policy
//! takes in Node and in a browser, and how it grows.

use std::fs;
use std::path::Path;

use super::report::Report;
use super::web;
use crate::child;
use crate::error::Error;
use crate::places::Places;
use crate::progress::Progress;
use crate::progress::Step;
use crate::test::wasm;
use crate::tools::{binaryen, chromium, node};

/// What the compiler may use for wasm, all of which Node has.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Builds what is to be measured, measures, and prints how the analysis grows.
pub(crate) fn measure(places: &Places) -> Result<Report, Error> {
    let mut progress = Progress::new(places, 4);
    let mut report = Report::default();
    let alone = places.target().join("bench-engine");
    progress.step("Engine alone", |step| {
        let arguments = ["--no-default-features"];
        wasm::build_into(places, step, "web", &arguments, &alone)?;
        optimise(places, step, "-Oz", &alone)
    })?;
    progress.step("Verdict module", |step| wasm::build(places, step))?;
    progress.step("Node and browser", |step| {
        let browser = chromium::ensure(places, step)?;
        let mut command = child::command(node::ensure(places, step)?, &places.at("tests"));
        command
            .arg("bench/engine.mjs")
            .env("BENCH_ENGINE", &alone)
            .env("TIRKEU_VERDICT_WASM", places.verdict_wasm())
            .env("CHROMIUM", browser);
        let log = step.run("bench-engine", &mut command)?;
        let log = fs::read_to_string(&log).map_err(Error::file("read", &log))?;
        web::read(&log, &mut report);
        Ok(())
    })?;
    let growth = progress.step("Growth", |step| {
        let mut command = child::cargo(places);
        command
            .args("run --release --quiet -p rules --example growth --color never --".split(' '))
            .arg(places.at("policy"));
        let log = step.run("bench-growth", &mut command)?;
        fs::read_to_string(&log).map_err(Error::file("read", &log))
    })?;
    print!("\n{growth}");
    Ok(report)
}

/// Makes a module as fast (`-O3`) or as small (`-Oz`) as it gets.
pub(super) fn optimise(
    places: &Places,
    step: &mut Step,
    level: &str,
    folder: &Path,
) -> Result<(), Error> {
    let optimiser = binaryen::ensure(places, step)?;
    let module = folder.join("verdict_wasm_bg.wasm");
    let optimised = folder.join("optimised.wasm");
    let mut command = child::command(optimiser, places.root());
    command
        .args(FEATURES)
        .arg(level)
        .arg(&module)
        .arg("-o")
        .arg(&optimised);
    step.run("bench-wasm-opt", &mut command)?;
    fs::rename(&optimised, &module).map_err(Error::file("replace", &module))
}
