//! PostgreSQL for the tests of the store that many servers share.

use std::fs;

use super::debian::Apt;
use crate::error::Error;
use crate::places::{Places, on_path};
use crate::progress::Step;

/// Finds PostgreSQL, or installs Debian's without starting it. Where neither can be done, the tests
/// that need it say that they are skipped, so this only says why.
pub(crate) fn ensure(places: &Places, step: &mut Step) -> Result<(), Error> {
    if is_there() {
        return Ok(());
    }
    let Some(apt) = Apt::find() else {
        step.note("PostgreSQL is not installed: its tests are skipped");
        return Ok(());
    };
    step.say("apt-get install postgresql");
    match apt.install(places, step, &["postgresql"]) {
        Ok(()) if is_there() => {}
        Ok(()) | Err(_) => step.note("PostgreSQL could not be installed: its tests are skipped"),
    }
    Ok(())
}

/// Debian keeps `initdb` away from PATH, by version.
fn is_there() -> bool {
    let debian = fs::read_dir("/usr/lib/postgresql");
    let mut versions = debian.into_iter().flatten().flatten();
    versions.any(|version| version.path().join("bin/initdb").is_file())
        || on_path(&["initdb"]).is_some()
}
