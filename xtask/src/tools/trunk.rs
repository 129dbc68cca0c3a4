//! Trunk, which turns index.html and the page's crate into a folder to serve.

use std::path::PathBuf;

use super::{cargo_install, has_version, own};
use crate::error::Error;
use crate::places::{Places, on_path};
use crate::progress::Step;

/// The newest that compiles with Rust 1.95.
pub(crate) const VERSION: &str = "0.21.14";

/// Finds Trunk, building it if need be.
pub(crate) fn ensure(places: &Places, step: &mut Step) -> Result<PathBuf, Error> {
    let ours = own(places, "trunk");
    for trunk in [Some(ours.clone()), on_path(&["trunk"])]
        .into_iter()
        .flatten()
    {
        if trunk.is_file() && has_version(&trunk, VERSION) {
            return Ok(trunk);
        }
    }
    step.say("cargo install trunk, some minutes");
    cargo_install(places, step, "trunk", VERSION, true)?;
    Ok(ours)
}
