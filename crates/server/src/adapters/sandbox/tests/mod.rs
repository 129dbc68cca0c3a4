#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests"
)]

mod addresses;
mod certificates;
mod files;
mod questions;
mod registers;
mod telephones;
mod verdicts;

use std::{path::Path, sync::Arc};

use chrono::{DateTime, Utc};

use super::Sandbox;
use crate::ports::Clock;

/// A machine's clock that stands still at noon of a day in Astana.
struct Noon(&'static str);

impl Clock for Noon {
    fn now(&self) -> DateTime<Utc> {
        format!("{}T07:00:00Z", self.0).parse().expect("a date")
    }
}

/// The sandbox with its own file in a folder.
fn sandbox_in(folder: &Path) -> Sandbox {
    sandbox_on(folder, "2026-11-23")
}

fn sandbox_on(folder: &Path, day: &'static str) -> Sandbox {
    Sandbox::open(folder, Arc::new(Noon(day))).expect("the embedded files are right")
}

/// A sandbox that is gone after the test.
fn sandbox() -> (Sandbox, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    (sandbox_in(folder.path()), folder)
}

/// A person by key.
fn person<'a>(sandbox: &'a Sandbox, key: &str) -> &'a super::SandboxPerson {
    sandbox
        .world()
        .people
        .iter()
        .find(|person| person.key == key)
        .expect("a key of people.toml")
}
