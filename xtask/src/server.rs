//! Building and starting the server.

use std::path::Path;
use std::process::Command;

use crate::child;
use crate::error::Error;
use crate::places::Places;
use crate::progress::Progress;

/// How many steps `build` takes.
pub(crate) const STEPS: usize = 1;

/// Brings the release build of the server up to date.
pub(crate) fn build(places: &Places, progress: &mut Progress) -> Result<(), Error> {
    build_with(places, progress, &[])
}

/// The same with the built page inside, so that one file is all there is to ship.
pub(crate) fn build_with_page(places: &Places, progress: &mut Progress) -> Result<(), Error> {
    build_with(places, progress, &["--features", "embed-page"])
}

fn build_with(places: &Places, progress: &mut Progress, more: &[&str]) -> Result<(), Error> {
    progress.step("Server", |step| {
        let mut command = child::cargo(places);
        command
            .args("build --release --package server --color never".split(' '))
            .args(more)
            .env("TIRKEU_EMBED_PAGE", places.page());
        step.run("server", &mut command).map(drop)
    })
}

/// The command that serves in sandbox mode.
pub(crate) fn command(places: &Places, program: &Path, port: u16, data: &Path) -> Command {
    let mut command = child::command(program, places.root());
    command
        .args(["serve", "--sandbox", "--port", &port.to_string(), "--data"])
        .arg(data)
        .arg("--page")
        .arg(places.page());
    command
}
