//! The tools a build needs, one file each: is it there, and if not, get it.

pub(crate) mod binaryen;
pub(crate) mod cargo_deny;
pub(crate) mod chromium;
pub(crate) mod debian;
pub(crate) mod node;
pub(crate) mod postgres;
pub(crate) mod schemathesis;
pub(crate) mod trunk;
pub(crate) mod wasm_bindgen;
pub(crate) mod wasm_target;

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::child;
use crate::error::Error;
use crate::places::{Places, program};
use crate::progress::Step;

/// Where a tool of ours is, whether or not it is there yet.
pub(crate) fn own(places: &Places, name: &str) -> PathBuf {
    places.tools().join("bin").join(program(name))
}

/// Builds a tool from crates.io into the tools folder. Tools run for seconds, so they are
/// compiled for a quick build rather than for speed.
pub(crate) fn cargo_install(
    places: &Places,
    step: &mut Step,
    name: &str,
    version: &str,
    locked: bool,
) -> Result<(), Error> {
    fs::create_dir_all(places.tools()).map_err(Error::file("create", places.tools()))?;
    let mut command = child::cargo(places);
    command
        .current_dir(places.tools())
        .args(["install", name, "--version", version, "--force", "--root"])
        .arg(places.tools())
        .env("CARGO_TARGET_DIR", building(places))
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "0")
        .env("CARGO_PROFILE_RELEASE_PANIC", "abort")
        .env_remove("RUSTFLAGS");
    if locked {
        command.arg("--locked");
    }
    step.run(&format!("install-{name}"), &mut command).map(drop)
}

/// Removes what building tools has left behind, some hundred megabytes.
pub(crate) fn sweep(places: &Places) -> Result<(), Error> {
    let folder = building(places);
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(Error::file("remove", &folder))?;
    }
    Ok(())
}

fn building(places: &Places) -> PathBuf {
    places.tools().join("build")
}

/// PATH with `first` before everything else.
pub(crate) fn path_with(first: &[&Path]) -> OsString {
    let path = env::var_os("PATH").unwrap_or_default();
    let rest = env::split_paths(&path);
    let all = first.iter().map(|folder| folder.to_path_buf()).chain(rest);
    // A folder whose name has the separator in it cannot be on PATH: then nothing is added.
    env::join_paths(all).unwrap_or(path)
}

/// Whether `program --version` says `version`.
pub(crate) fn has_version(program: &Path, version: &str) -> bool {
    let said = child::answer(Command::new(program).arg("--version")).unwrap_or_default();
    said.split_whitespace()
        .any(|word| word.trim_start_matches('v') == version)
}
