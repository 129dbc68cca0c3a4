//! Node, and the packages that tests/package-lock.json pins.

use std::fs;
use std::path::PathBuf;

use crate::child;
use crate::error::Error;
use crate::fingerprint::Fingerprint;
use crate::places::{Places, on_path};
use crate::progress::Step;

/// The oldest Node whose test runner and zlib are enough.
const OLDEST: u32 = 20;

/// Finds Node and installs the packages if the lock file has changed since the last time.
pub(crate) fn ensure(places: &Places, step: &mut Step) -> Result<PathBuf, Error> {
    let node = find(places)?;
    let stamp = places.node_modules().join(".tirkeu-stamp");
    let wanted = Fingerprint::new(places)
        .file("tests/package-lock.json")?
        .finish();
    if fs::read_to_string(&stamp).is_ok_and(|text| text == wanted) {
        return Ok(node);
    }
    step.say("npm ci");
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let mut command = child::command(npm, &places.at("tests"));
    command.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    step.run("npm-ci", &mut command)?;
    fs::write(&stamp, wanted).map_err(Error::file("write", &stamp))?;
    Ok(node)
}

fn find(places: &Places) -> Result<PathBuf, Error> {
    let next = format!("install Node {OLDEST} or newer with npm, from nodejs.org or your system");
    let Some(node) = on_path(&["node", "nodejs"]) else {
        return Err(Error::Missing {
            what: "Node".into(),
            why: "It is not on PATH.".into(),
            next,
        });
    };
    let said = child::answer(child::command(&node, places.root()).arg("--version"));
    let version = said.unwrap_or_default();
    let major: Option<u32> = version
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|it| it.parse().ok());
    match major {
        Some(major) if major >= OLDEST => Ok(node),
        _ => Err(Error::Missing {
            what: format!("Node {OLDEST} or newer"),
            why: format!("{} says it is “{version}”.", node.display()),
            next,
        }),
    }
}
