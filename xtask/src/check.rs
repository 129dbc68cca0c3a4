//! `cargo xtask check`: everything about the code that is not a test.

mod architecture;
mod dependencies;
mod documentation;
mod format;
mod layers;
mod licences;
mod lints;
mod manifest;
mod policy;

use std::process::ExitCode;

use crate::arguments::Arguments;
use crate::error::Error;
use crate::places::Places;
use crate::progress::{Progress, Step};
use crate::tools::wasm_target;

/// A check that needs nothing but the repository.
type Check = fn(&Places, &mut Step) -> Result<(), Error>;

const CHECKS: [(&str, Check); 8] = [
    ("Formatting", format::check),
    ("Lints, native", lints::native),
    ("Documentation, native", documentation::native),
    ("Licences, bans, sources, advisories", licences::check),
    ("Unused dependencies", dependencies::check),
    ("Layers", layers::check),
    ("Paths in docs/ARCHITECTURE.md", architecture::check),
    ("Whole policy", policy::check),
];

/// Runs every check, also after one has failed, and says at the end which have.
pub(crate) fn check(places: &Places, arguments: Arguments) -> Result<ExitCode, Error> {
    arguments.finish()?;
    let mut progress = Progress::new(places, CHECKS.len() + 3);
    let mut failures = Vec::new();
    let mut note = |what: &str, result: Result<(), Error>| {
        if let Err(error) = result {
            failures.push(format!("{what}: {error}"));
        }
    };
    for (what, check) in CHECKS {
        note(what, progress.step(what, |step| check(places, step)));
    }
    match progress.step("Compiler for wasm", |step| {
        wasm_target::ensure(places, step)
    }) {
        Ok(toolchain) => {
            let lints = |step: &mut Step| lints::wasm(places, step, &toolchain);
            note("Lints, wasm", progress.step("Lints, wasm", lints));
            let documentation = |step: &mut Step| documentation::wasm(places, step, &toolchain);
            note(
                "Documentation, wasm",
                progress.step("Documentation, wasm", documentation),
            );
        }
        Err(error) => note("Compiler for wasm", Err(error)),
    }
    for failure in &failures {
        println!("\nFAILED {failure}");
    }
    println!("\n{} of {} checks failed", failures.len(), CHECKS.len() + 3);
    Ok(if failures.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
