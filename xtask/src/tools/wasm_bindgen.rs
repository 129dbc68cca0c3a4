//! The wasm-bindgen program, of exactly the version of the library in Cargo.lock.

use std::fs;
use std::path::PathBuf;

use super::{cargo_install, has_version, own};
use crate::error::Error;
use crate::places::{Places, on_path};
use crate::progress::Step;

/// Finds wasm-bindgen, building it if need be.
pub(crate) fn ensure(places: &Places, step: &mut Step) -> Result<PathBuf, Error> {
    let version = locked_version(places)?;
    let ours = own(places, "wasm-bindgen");
    for program in [Some(ours.clone()), on_path(&["wasm-bindgen"])]
        .into_iter()
        .flatten()
    {
        if program.is_file() && has_version(&program, &version) {
            return Ok(program);
        }
    }
    step.say("cargo install wasm-bindgen-cli, some minutes");
    // Its own lock file names crates that not every registry mirror still has.
    if cargo_install(places, step, "wasm-bindgen-cli", &version, true).is_err() {
        cargo_install(places, step, "wasm-bindgen-cli", &version, false)?;
    }
    Ok(ours)
}

fn locked_version(places: &Places) -> Result<String, Error> {
    let file = places.at("Cargo.lock");
    let text = fs::read_to_string(&file).map_err(Error::file("read", &file))?;
    version_in(&text, "wasm-bindgen")
        .map(str::to_owned)
        .ok_or_else(|| Error::Unexpected(format!("{} has no package wasm-bindgen", file.display())))
}

/// The version of a package in the text of a Cargo.lock.
fn version_in<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines
        .nth(1)?
        .strip_prefix("version = \"")?
        .strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::version_in;

    #[test]
    fn the_version_stands_below_the_name() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"0.1.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"x\"\n";
        assert_eq!(version_in(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(version_in(lock, "wasm-bindgen-macro"), Some("0.1.0"));
        assert_eq!(version_in(lock, "leptos"), None);
    }
}
