//! Formatting, by rustfmt.

use crate::child;
use crate::error::Error;
use crate::places::Places;
use crate::progress::Step;

/// Every crate is formatted as rustfmt.toml says.
pub(crate) fn check(places: &Places, step: &mut Step) -> Result<(), Error> {
    let mut command = child::cargo(places);
    step.run(
        "fmt",
        command.args("fmt --all --check -- -l --color never".split(' ')),
    )
    .map(drop)
}
