//! What benches hold us against: peers from npm, and our engine as a wasm module that they can load.

use std::path::PathBuf;

use super::engine;
use crate::child;
use crate::error::Error;
use crate::places::Places;
use crate::progress::Step;
use crate::test::wasm;
use crate::tools::node;

/// Installs the packages of a folder; nothing that ships depends on them.
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

/// Builds the verdict module for speed, where the page's is built for size.
pub(super) fn module(places: &Places, step: &mut Step) -> Result<PathBuf, Error> {
    let folder = places.target().join("bench-rules/wasm");
    wasm::build_into(places, step, "release", &[], &folder)?;
    engine::optimise(places, step, "-O3", &folder)?;
    Ok(folder)
}
