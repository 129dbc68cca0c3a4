//! Unit, property, contract and documentation tests on this machine.

use std::fs;

use super::totals::{Ran, of_cargo};
use crate::child;
use crate::error::Error;
use crate::places::Places;
use crate::progress::Step;
use crate::tools::wasm_target::NOT_NATIVE;

/// Runs them all, also after a failure.
pub(crate) fn run(places: &Places, step: &mut Step) -> Result<Ran, Error> {
    let mut command = child::cargo(places);
    command
        .args("test --workspace --no-fail-fast --color never".split(' '))
        .args(NOT_NATIVE)
        .env("CARGO_TERM_COLOR", "never");
    let failure = step.run("native-tests", &mut command).err();
    let log = places.logs().join("native-tests.log");
    let text = fs::read_to_string(&log).map_err(Error::file("read", &log))?;
    let counted = of_cargo(&text);
    step.note(format!(
        "{} passed, {} failed",
        counted.passed, counted.failed
    ));
    Ok(Ran { counted, failure })
}
