//! `cargo xtask bench`: sizes and speeds against their budgets. Not part of the tests, because a
//! busy machine must not fail them.

mod eds;
mod engine;
mod fastify;
mod peers;
mod report;
mod rules;
mod server;
mod store;
mod web;

use std::fs;
use std::process::{Command, ExitCode};

use crate::arguments::Arguments;
use crate::error::Error;
use crate::places::Places;
use crate::progress::{Progress, Step};

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

/// Runs what measures by itself, shows the table it prints, and fails if it says that a promise is
/// broken; `name` is that of the log.
fn show(
    places: &Places,
    progress: &mut Progress,
    name: &str,
    command: impl FnOnce(&mut Step) -> Result<Command, Error>,
) -> Result<ExitCode, Error> {
    let mut kept = true;
    progress.step("Rounds", |step| {
        // The table says what failed, so it is shown either way.
        let mut command = command(step)?;
        kept = step.run(name, &mut command).is_ok();
        Ok(())
    })?;
    let log = places.logs().join(format!("{name}.log"));
    print!(
        "{}",
        fs::read_to_string(&log).map_err(Error::file("read", &log))?
    );
    Ok(if kept {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
