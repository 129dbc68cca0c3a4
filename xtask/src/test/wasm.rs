//! The policy cases in wasm: `crates/verdict-wasm`, run by node.

use std::fs;
use std::path::Path;

use super::browser::node_tests;
use super::totals::Ran;
use crate::child;
use crate::error::Error;
use crate::places::Places;
use crate::progress::Step;
use crate::tools::{wasm_bindgen, wasm_target};

/// Builds the module and runs the cases in node; the browser tests run them again in a browser.
pub(crate) fn run(places: &Places, step: &mut Step) -> Result<Ran, Error> {
    build(places, step)?;
    node_tests(
        places,
        step,
        "wasm-cases",
        &[places.at("tests/policy/node.test.mjs")],
        |_| {},
    )
}

/// Builds the module with its JavaScript, for node and browsers alike, in the profile of the page:
/// the same code, and what both need is built once.
pub(crate) fn build(places: &Places, step: &mut Step) -> Result<(), Error> {
    build_into(places, step, "web", &[], &places.verdict_wasm())
}

/// The same in another profile, with other arguments and into another folder.
pub(crate) fn build_into(
    places: &Places,
    step: &mut Step,
    profile: &str,
    arguments: &[&str],
    folder: &Path,
) -> Result<(), Error> {
    let toolchain = wasm_target::ensure(places, step)?;
    let bindgen = wasm_bindgen::ensure(places, step)?;
    let mut command = toolchain.cargo(places);
    command
        .args([
            "build",
            "--package",
            "verdict-wasm",
            "--target",
            wasm_target::TARGET,
        ])
        .args(["--profile", profile, "--color", "never"])
        .args(arguments);
    step.run("verdict-wasm", &mut command)?;
    let module = places
        .wasm_target()
        .join(wasm_target::TARGET)
        .join(profile)
        .join("verdict_wasm.wasm");
    fs::create_dir_all(folder).map_err(Error::file("create", folder))?;
    let mut command = child::command(bindgen, places.root());
    command
        .args(["--target", "web", "--no-typescript", "--out-dir"])
        .arg(folder)
        .arg(module);
    step.run("verdict-wasm-bindgen", &mut command)?;
    let module = folder.join("package.json");
    fs::write(&module, "{\"type\":\"module\"}\n").map_err(Error::file("write", &module))
}
