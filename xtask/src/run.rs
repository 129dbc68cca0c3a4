//! `cargo xtask run`: from nothing to a page in the browser.

use std::path::Path;
use std::process::{Command, ExitCode};

use crate::arguments::Arguments;
use crate::child;
use crate::error::Error;
use crate::places::Places;
use crate::progress::Progress;
use crate::{page, server};

/// Builds what has changed and becomes the server, which says where it listens.
pub(crate) fn run(places: &Places, mut arguments: Arguments) -> Result<ExitCode, Error> {
    let port = arguments.port(8080)?;
    let folder = arguments.option("--data")?.unwrap_or_else(|| "data".into());
    arguments.finish()?;
    let mut progress = Progress::new(places, page::STEPS + server::STEPS);
    page::build(places, &mut progress)?;
    server::build(places, &mut progress)?;
    println!();
    let data = places.root().join(Path::new(&folder));
    become_program(server::command(places, &places.server(), port, &data))
}

/// Replaces this process, so that Ctrl-C and signals reach the server itself.
#[cfg(unix)]
fn become_program(mut command: Command) -> Result<ExitCode, Error> {
    use std::os::unix::process::CommandExt;
    let source = command.exec();
    Err(Error::Start {
        command: child::shown(&command),
        source,
    })
}

/// Waits for the server to end and ends the same way.
#[cfg(not(unix))]
fn become_program(mut command: Command) -> Result<ExitCode, Error> {
    let failed = |source| Error::Start {
        command: child::shown(&command),
        source,
    };
    let status = command.status().map_err(failed)?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
