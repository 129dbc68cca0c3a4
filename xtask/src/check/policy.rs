//! What the analysis of the whole policy finds.

use crate::child;
use crate::error::Error;
use crate::places::Places;
use crate::progress::Step;

/// Runs `tirkeu rules check policy`, which fails on any finding that the policy does not allow.
pub(crate) fn check(places: &Places, step: &mut Step) -> Result<(), Error> {
    let mut command = child::cargo(places);
    command.args("run --quiet --package server --bin tirkeu -- rules check policy".split(' '));
    step.run("policy", &mut command).map(drop)
}
