//! Warnings of rustdoc, as links that lead nowhere.

use std::process::Command;

use crate::child;
use crate::error::Error;
use crate::places::Places;
use crate::progress::Step;
use crate::tools::wasm_target::{FOR_WASM, NOT_NATIVE, TARGET, WasmToolchain};

/// Everything but what is only for wasm.
pub(crate) fn native(places: &Places, step: &mut Step) -> Result<(), Error> {
    let mut command = child::cargo(places);
    command.args(["doc", "--workspace"]).args(NOT_NATIVE);
    step.run("doc", strict(&mut command)).map(drop)
}

/// What is only for wasm.
pub(crate) fn wasm(
    places: &Places,
    step: &mut Step,
    toolchain: &WasmToolchain,
) -> Result<(), Error> {
    let mut command = toolchain.cargo(places);
    command.args(["doc", "--target", TARGET]).args(FOR_WASM);
    step.run("doc-wasm", strict(&mut command)).map(drop)
}

fn strict(command: &mut Command) -> &mut Command {
    command
        .args(["--no-deps", "--document-private-items", "--color", "never"])
        .env("RUSTDOCFLAGS", "-Dwarnings")
}
