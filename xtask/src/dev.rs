//! `cargo xtask dev`: the page by `trunk serve` on 8080 with the server behind it on 8081, both
//! built again as files change.

use std::fs;
use std::path::PathBuf;
use std::process::{Child, ExitCode};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use crate::arguments::Arguments;
use crate::child;
use crate::error::Error;
use crate::fingerprint::files;
use crate::places::{Places, program};
use crate::progress::Progress;
use crate::tools::{trunk, wasm_bindgen, wasm_target};

/// Where Trunk.toml sends what the page asks of the server.
const BEHIND: &str = "8081";

/// Runs until Ctrl-C, which ends Trunk and the server too.
pub(crate) fn dev(places: &Places, arguments: Arguments) -> Result<ExitCode, Error> {
    arguments.finish()?;
    let mut progress = Progress::new(places, 3);
    let toolchain = progress.step("Compiler for wasm", |step| {
        wasm_target::ensure(places, step)
    })?;
    let trunk = progress.step("Trunk", |step| trunk::ensure(places, step))?;
    progress.step("wasm-bindgen", |step| wasm_bindgen::ensure(places, step))?;

    let page = places.target().join("dev-page");
    fs::create_dir_all(&page).map_err(Error::file("create", &page))?;
    let mut command = child::command(trunk, places.root());
    toolchain.apply(places, &mut command);
    command
        .args([
            "serve",
            "--offline",
            "--features",
            "embedded-words",
            "--dist",
        ])
        .arg(&page)
        .env_remove("NO_COLOR");
    let mut watching = start(&mut command)?;

    let mut server = None;
    let mut seen = None;
    let mut is_newer = false;
    loop {
        let newest = newest_change(places)?;
        if seen != newest {
            seen = newest;
            is_newer |= build_server(places)?;
        }
        // Trunk's first build may take longer than the server's, which wants a page to serve.
        if is_newer && page.join("index.html").is_file() {
            is_newer = false;
            if let Some(mut old) = server.take() {
                child::end(&mut old);
            }
            server = Some(start_server(places, &page)?);
        }
        if !matches!(watching.try_wait(), Ok(None)) {
            if let Some(mut server) = server {
                child::end(&mut server);
            }
            return Err(Error::Unexpected(
                "trunk serve has ended; its output is above".into(),
            ));
        }
        sleep(Duration::from_millis(500));
    }
}

fn start(command: &mut std::process::Command) -> Result<Child, Error> {
    let shown = child::shown(command);
    command.spawn().map_err(|source| Error::Start {
        command: shown,
        source,
    })
}

/// Compiler errors go to the terminal; the server that is running then goes on.
fn build_server(places: &Places) -> Result<bool, Error> {
    let mut command = child::cargo(places);
    command.args(["build", "--package", "server"]);
    let shown = child::shown(&command);
    let status = command.status().map_err(|source| Error::Start {
        command: shown,
        source,
    })?;
    Ok(status.success())
}

fn start_server(places: &Places, page: &PathBuf) -> Result<Child, Error> {
    let binary = places.target().join("debug").join(program("tirkeu"));
    let mut command = child::command(binary, places.root());
    command.args(["serve", "--sandbox", "--port", BEHIND, "--data"]);
    command.arg(places.at("data/dev")).arg("--page").arg(page);
    start(&mut command)
}

/// The time of the newest file the server is built from.
fn newest_change(places: &Places) -> Result<Option<SystemTime>, Error> {
    let mut newest = None;
    for folder in ["crates", "policy", "locales"] {
        for file in files(&places.at(folder))? {
            // A file may vanish between the listing and this look at it.
            let changed = fs::metadata(&file).and_then(|about| about.modified()).ok();
            newest = newest.max(changed);
        }
    }
    Ok(newest)
}
