//! `cargo xtask fuzz-api`: requests that nobody would write, by the description of the API.

use std::fs;
use std::process::ExitCode;

use crate::arguments::Arguments;
use crate::error::Error;
use crate::places::Places;
use crate::progress::Progress;
use crate::{child, server, tools};

/// Builds the server, gets Schemathesis, and tries for `--minutes N`, one unless said otherwise.
pub(crate) fn fuzz_api(places: &Places, mut arguments: Arguments) -> Result<ExitCode, Error> {
    let minutes = match arguments.option("--minutes")? {
        None => 1,
        Some(text) => text
            .parse::<u32>()
            .ok()
            .filter(|minutes| *minutes > 0)
            .ok_or_else(|| {
                Error::Usage(format!("--minutes is a whole number from 1, not “{text}”"))
            })?,
    };
    arguments.finish()?;
    let mut progress = Progress::new(places, server::STEPS + 1);
    server::build(places, &mut progress)?;
    let schemathesis = progress.step("Schemathesis", |step| {
        tools::schemathesis::ensure(places, step)
    })?;
    let folder = places.target().join("fuzz-api");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(Error::file("remove", &folder))?;
    }
    fs::create_dir_all(&folder).map_err(Error::file("create", &folder))?;
    let mut command = child::command(&schemathesis.python, places.root());
    command
        .arg("xtask/scripts/fuzz_api.py")
        .arg(&schemathesis.program)
        .arg(places.server())
        .arg(&folder)
        .arg((minutes.saturating_mul(60)).to_string());
    let shown = child::shown(&command);
    let status = command.status().map_err(|source| Error::Start {
        command: shown,
        source,
    })?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
