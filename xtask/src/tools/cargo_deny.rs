//! cargo-deny, which knows licences, sources and advisories.

use std::path::PathBuf;

use super::{cargo_install, has_version, own};
use crate::error::Error;
use crate::places::{Places, on_path};
use crate::progress::Step;

const VERSION: &str = "0.20.2";

/// Finds cargo-deny, building it if need be (a minute).
pub(crate) fn ensure(places: &Places, step: &mut Step) -> Result<PathBuf, Error> {
    let ours = own(places, "cargo-deny");
    for program in [Some(ours.clone()), on_path(&["cargo-deny"])]
        .into_iter()
        .flatten()
    {
        if program.is_file() && has_version(&program, VERSION) {
            return Ok(program);
        }
    }
    step.say("cargo install cargo-deny");
    cargo_install(places, step, "cargo-deny", VERSION, true)?;
    super::sweep(places)?;
    Ok(ours)
}
