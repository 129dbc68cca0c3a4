//! `cargo xtask test`: every test there is. Its last line is the totals.

mod browser;
mod native;
mod totals;
pub(crate) mod wasm;

use std::process::ExitCode;

use crate::arguments::Arguments;
use crate::error::Error;
use crate::places::Places;
use crate::progress::Progress;
use crate::tools::postgres;
use crate::{page, server};
use totals::Totals;

/// A step that fails does not keep the later ones from running, unless they need it.
pub(crate) fn test(places: &Places, arguments: Arguments) -> Result<ExitCode, Error> {
    arguments.finish()?;
    let mut progress = Progress::new(places, page::STEPS + server::STEPS + 5);
    let mut totals = Totals::default();

    progress.step("PostgreSQL", |step| postgres::ensure(places, step))?;
    let native = progress.step("Native tests", |step| native::run(places, step));
    totals.take("native tests", native);
    let built =
        page::build(places, &mut progress).and_then(|()| server::build(places, &mut progress));
    let wasm = progress.step("Policy cases in wasm", |step| wasm::run(places, step));
    totals.take("policy cases in wasm", wasm);
    match built {
        Ok(()) => {
            let browser = progress.step("Chromium", |step| browser::find(places, step));
            let tested = browser.and_then(|browser| {
                progress.step("Browser tests", |step| browser::run(places, step, &browser))
            });
            totals.take("browser tests", tested);
        }
        Err(error) => totals.take("page and server for the browser tests", Err(error)),
    }
    Ok(totals.print())
}
