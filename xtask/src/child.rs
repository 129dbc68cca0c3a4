//! Starting other programs: which environment they see, where their output goes.

use std::env;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::error::Error;

/// A program to run in `folder`, without what the outer `cargo run` put into the environment:
/// those variables make build scripts run again, and its library path breaks another compiler.
pub(crate) fn command(program: impl AsRef<OsStr>, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder);
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy();
        let of_outer_cargo = name.starts_with("CARGO_PKG_")
            || name.starts_with("CARGO_MANIFEST_")
            || name.starts_with("CARGO_BIN_");
        if of_outer_cargo {
            command.env_remove(name.as_ref());
        }
    }
    if let Some(libraries) = env::var_os("LD_LIBRARY_PATH") {
        let kept = env::split_paths(&libraries).filter(|folder| !of_rust(folder));
        match env::join_paths(kept) {
            Ok(kept) if !kept.is_empty() => command.env("LD_LIBRARY_PATH", kept),
            _ => command.env_remove("LD_LIBRARY_PATH"),
        };
    }
    command
}

/// The `cargo` that runs this very program, building into the native build folder.
pub(crate) fn cargo(places: &crate::places::Places) -> Command {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = command(cargo, places.root());
    command.env("CARGO_TARGET_DIR", places.target());
    command
}

fn of_rust(folder: &Path) -> bool {
    folder
        .components()
        .any(|part| part.as_os_str() == ".rustup" || part.as_os_str() == "target")
}

/// How a program is written in messages: its name and arguments.
pub(crate) fn shown(command: &Command) -> String {
    let name = Path::new(command.get_program())
        .file_name()
        .unwrap_or(command.get_program());
    let mut text = name.to_string_lossy().into_owned();
    for word in command.get_args() {
        text.push(' ');
        text.push_str(&word.to_string_lossy());
    }
    text
}

/// What a program prints, without spaces around it; `None` if it cannot be run or fails.
pub(crate) fn answer(command: &mut Command) -> Option<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    output.status.success().then_some(text)
}

/// A program that is running, all its output going to a file.
pub(crate) struct Running {
    child: Child,
    shown: String,
    log: PathBuf,
    started: Instant,
}

impl Running {
    /// Starts `command`; its output replaces what `log` held.
    pub(crate) fn start(command: &mut Command, log: &Path) -> Result<Self, Error> {
        if let Some(folder) = log.parent() {
            fs::create_dir_all(folder).map_err(Error::file("create", folder))?;
        }
        let file = File::create(log).map_err(Error::file("write", log))?;
        let copy = file.try_clone().map_err(Error::file("write", log))?;
        let shown = shown(command);
        let child = command
            .stdin(Stdio::null())
            .stdout(file)
            .stderr(copy)
            .spawn()
            .map_err(|source| Error::Start {
                command: shown.clone(),
                source,
            })?;
        Ok(Self {
            child,
            shown,
            log: log.to_owned(),
            started: Instant::now(),
        })
    }

    /// Waits for the end, calling `tick` a few times a second; ends the program after `limit`.
    pub(crate) fn wait(
        mut self,
        limit: Duration,
        mut tick: impl FnMut(&Path),
    ) -> Result<(), Error> {
        loop {
            let ended = self.child.try_wait().map_err(|source| Error::Start {
                command: self.shown.clone(),
                source,
            })?;
            if let Some(status) = ended {
                return if status.success() {
                    Ok(())
                } else {
                    Err(self.failed(&outcome(status)))
                };
            }
            let age = self.started.elapsed();
            if age > limit {
                self.end();
                return Err(self.failed(&format!(
                    "took more than {} s and was ended",
                    limit.as_secs()
                )));
            }
            tick(&self.log);
            sleep(Duration::from_millis(if age.as_secs() < 2 {
                20
            } else {
                200
            }));
        }
    }

    /// Asks the program to end, and ends it if it does not.
    pub(crate) fn end(&mut self) {
        end(&mut self.child);
    }

    fn failed(&self, outcome: &str) -> Error {
        Error::Failed {
            command: self.shown.clone(),
            outcome: outcome.to_owned(),
            log: self.log.clone(),
            tail: tail(&self.log, 40),
        }
    }
}

/// Asks `child` to end, and ends it if it has not after five seconds.
pub(crate) fn end(child: &mut Child) {
    if cfg!(unix) {
        let id = child.id().to_string();
        let asked = Command::new("kill")
            .args(["-TERM", &id])
            .stderr(Stdio::null())
            .status();
        let patience = Instant::now() + Duration::from_secs(5);
        while asked.is_ok() && Instant::now() < patience {
            if !matches!(child.try_wait(), Ok(None)) {
                return;
            }
            sleep(Duration::from_millis(20));
        }
    }
    // It may have ended by itself meanwhile: then there is nothing to do.
    let _ = child.kill();
    let _ = child.wait();
}

fn outcome(status: ExitStatus) -> String {
    match status.code() {
        Some(code) => format!("ended with exit code {code}"),
        None => format!("was ended ({status})"),
    }
}

/// The last `lines` lines of a log, indented; empty if there is none.
pub(crate) fn tail(log: &Path, lines: usize) -> String {
    let text = fs::read(log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let text = text.unwrap_or_default();
    let all: Vec<&str> = text.lines().collect();
    let shown = &all[all.len().saturating_sub(lines)..];
    shown.iter().map(|line| format!("  | {line}\n")).collect()
}
