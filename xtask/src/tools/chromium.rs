//! Chromium for the browser tests.

use std::env;
use std::path::PathBuf;

use super::debian::Apt;
use crate::error::Error;
use crate::places::{Places, on_path};
use crate::progress::Step;

const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

const ELSEWHERE: [&str; 3] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/// Finds Chromium or Chrome, or installs Debian's.
pub(crate) fn ensure(places: &Places, step: &mut Step) -> Result<PathBuf, Error> {
    let next = "install Chromium or Chrome, or set CHROMIUM to the program".to_owned();
    if let Some(named) = env::var_os("CHROMIUM")
        .filter(|it| !it.is_empty())
        .map(PathBuf::from)
    {
        if named.is_file() {
            return Ok(named);
        }
        let why = format!("CHROMIUM names {}, which is no file.", named.display());
        return Err(Error::Missing {
            what: "Chromium".into(),
            why,
            next,
        });
    }
    if let Some(found) = find() {
        return Ok(found);
    }
    let Some(apt) = Apt::find() else {
        let why = "It is not on PATH, and installing Debian's needs apt-get as root.".to_owned();
        return Err(Error::Missing {
            what: "Chromium".into(),
            why,
            next,
        });
    };
    step.say("apt-get install chromium");
    apt.install(places, step, &["chromium", "fonts-noto-core"])?;
    find().ok_or_else(|| {
        Error::Unexpected("apt-get installed chromium, but it is not on PATH".into())
    })
}

fn find() -> Option<PathBuf> {
    on_path(&NAMES).or_else(|| {
        ELSEWHERE
            .map(PathBuf::from)
            .into_iter()
            .find(|it| it.is_file())
    })
}
