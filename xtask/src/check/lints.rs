//! Compiler and clippy warnings, which are errors here.

use crate::child;
use crate::error::Error;
use crate::places::Places;
use crate::progress::Step;
use crate::tools::wasm_target::{FOR_WASM, NOT_NATIVE, TARGET, WasmToolchain};

/// Everything but what is only for wasm, with its tests.
pub(crate) fn native(places: &Places, step: &mut Step) -> Result<(), Error> {
    let mut command = child::cargo(places);
    command
        .args("clippy --workspace --all-targets".split(' '))
        .args(NOT_NATIVE);
    command.args("--color never -- -Dwarnings".split(' '));
    step.run("clippy", &mut command).map(drop)
}

/// What is only for wasm.
pub(crate) fn wasm(
    places: &Places,
    step: &mut Step,
    toolchain: &WasmToolchain,
) -> Result<(), Error> {
    let mut command = toolchain.clippy(places);
    command.args(["--target", TARGET]).args(FOR_WASM);
    command.args("--color never -- -Dwarnings".split(' '));
    step.run("clippy-wasm", &mut command).map(drop)
}
