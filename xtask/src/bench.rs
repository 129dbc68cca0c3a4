//! `cargo xtask bench`: sizes and speeds against their budgets. Not part of the tests, because a
//! busy machine must not fail them.

mod eds;
mod engine;
mod report;
mod rules;
mod server;
mod store;
mod web;

use std::process::ExitCode;

use crate::arguments::Arguments;
use crate::error::Error;
use crate::places::Places;

/// Measures the page, the server, the rules engine alone or beside others, or digital signatures.
pub(crate) fn bench(places: &Places, mut arguments: Arguments) -> Result<ExitCode, Error> {
    let what = arguments.verb();
    arguments.finish()?;
    let report = match what.as_deref() {
        Some("web") => web::measure(places)?,
        Some("server") => server::measure(places)?,
        Some("engine") => engine::measure(places)?,
        Some("rules") => return rules::measure(places),
        Some("eds") => return eds::measure(places),
        _ => {
            return Err(Error::Usage(
                "bench what? `bench web`, `bench server`, `bench engine`, `bench rules` or `bench eds`"
                    .into(),
            ));
        }
    };
    Ok(report.print())
}
