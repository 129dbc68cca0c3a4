//! Saying what is being done: step n of m, how long it took, and meanwhile a line that ticks
//! when a person is watching.

use std::fs::File;
use std::io::{self, IsTerminal, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::child::Running;
use crate::error::Error;
use crate::places::Places;

/// No single program takes longer than this, even cold on a small machine.
const LONGEST: Duration = Duration::from_secs(30 * 60);

/// The steps of one verb.
pub(crate) struct Progress {
    total: usize,
    done: usize,
    watched: bool,
    logs: PathBuf,
}

impl Progress {
    /// Announces nothing yet; `total` is the number of steps to come.
    pub(crate) fn new(places: &Places, total: usize) -> Self {
        Self {
            total,
            done: 0,
            watched: io::stdout().is_terminal(),
            logs: places.logs(),
        }
    }

    /// Does the next step. The line it leaves says what, how it ended and how long it took.
    pub(crate) fn step<T>(
        &mut self,
        what: &str,
        work: impl FnOnce(&mut Step) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.done += 1;
        let mut step = Step {
            head: format!("[{}/{}] {what}", self.done, self.total),
            notes: Vec::new(),
            watched: self.watched,
            logs: self.logs.clone(),
            started: Instant::now(),
            ticked: Instant::now(),
        };
        step.begin();
        let result = work(&mut step);
        step.finish(result.is_ok());
        result
    }
}

/// One step while it is being done.
pub(crate) struct Step {
    head: String,
    notes: Vec<String>,
    watched: bool,
    logs: PathBuf,
    started: Instant,
    ticked: Instant,
}

impl Step {
    /// Adds a word or two to the line the step leaves.
    pub(crate) fn note(&mut self, text: impl Into<String>) {
        self.notes.push(text.into());
    }

    /// Says, while it goes on, what takes so long.
    pub(crate) fn say(&mut self, text: &str) {
        if self.watched {
            print!("\r\x1b[2K{} … {text}", self.head);
        } else {
            print!("\n      {text} …");
        }
        flush();
    }

    /// Runs `command` with its output in the log `name`.
    pub(crate) fn run(&mut self, name: &str, command: &mut Command) -> Result<PathBuf, Error> {
        self.run_within(LONGEST, name, command)
    }

    /// The same with a limit of its own.
    pub(crate) fn run_within(
        &mut self,
        limit: Duration,
        name: &str,
        command: &mut Command,
    ) -> Result<PathBuf, Error> {
        let log = self.logs.join(format!("{name}.log"));
        let running = Running::start(command, &log)?;
        running.wait(limit, |log| self.tick(log))?;
        Ok(log)
    }

    fn begin(&self) {
        print!("{} …", self.head);
        flush();
    }

    fn tick(&mut self, log: &Path) {
        if !self.watched || self.ticked.elapsed() < Duration::from_secs(1) {
            return;
        }
        self.ticked = Instant::now();
        let seconds = self.started.elapsed().as_secs();
        print!("\r\x1b[2K{} … {seconds} s  {}", self.head, last_line(log));
        flush();
    }

    fn finish(&self, fine: bool) {
        let seconds = self.started.elapsed().as_secs_f64();
        let mut text = if fine {
            String::new()
        } else {
            " FAILED,".to_owned()
        };
        text.push_str(&format!(" {seconds:.1} s"));
        if !self.notes.is_empty() {
            text.push_str(&format!(" ({})", self.notes.join(", ")));
        }
        if self.watched {
            println!("\r\x1b[2K{}:{text}", self.head);
        } else {
            println!("{text}");
        }
        flush();
    }
}

fn flush() {
    // A closed pipe is the reader's business, not a reason to stop building.
    let _ = io::stdout().flush();
}

/// The last line of a growing log, short enough for one line of a terminal.
fn last_line(log: &Path) -> String {
    let read = || -> io::Result<String> {
        let mut file = File::open(log)?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(600)))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    };
    let text = read().unwrap_or_default();
    let line = text
        .lines()
        .rev()
        .map(str::trim)
        .find(|line| !line.is_empty())
        .unwrap_or_default();
    line.chars()
        .filter(|it| !it.is_control())
        .take(50)
        .collect()
}
