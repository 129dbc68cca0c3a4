//! wasm-opt, from the npm package binaryen.

use std::path::PathBuf;

use super::node;
use crate::error::Error;
use crate::places::Places;
use crate::progress::Step;

/// Finds wasm-opt, installing the node packages if need be.
pub(crate) fn ensure(places: &Places, step: &mut Step) -> Result<PathBuf, Error> {
    node::ensure(places, step)?;
    let name = if cfg!(windows) {
        "wasm-opt.cmd"
    } else {
        "wasm-opt"
    };
    let program = places.node_modules().join(".bin").join(name);
    if program.is_file() {
        Ok(program)
    } else {
        Err(Error::Unexpected(format!(
            "npm ci left no {}",
            program.display()
        )))
    }
}
