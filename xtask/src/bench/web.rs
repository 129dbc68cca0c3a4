//! How heavy the page is, how soon it is there on a slow phone, how fast a verdict is.

use std::fs;
use std::path::Path;

use super::report::Report;
use crate::child;
use crate::error::Error;
use crate::fingerprint::files;
use crate::places::Places;
use crate::progress::Progress;
use crate::test::wasm;
use crate::tools::{chromium, node};
use crate::{page, server};

/// The most that wasm and JavaScript together may weigh, compressed with brotli.
const BUDGET_KB: f64 = 130.0;

/// Builds what is to be measured, measures, and reports sizes first.
pub(crate) fn measure(places: &Places) -> Result<Report, Error> {
    let mut progress = Progress::new(places, page::STEPS + server::STEPS + 2);
    page::build(places, &mut progress)?;
    server::build(places, &mut progress)?;
    progress.step("Verdict module", |step| wasm::build(places, step))?;
    let mut report = Report::default();
    sizes(places, &mut report)?;
    progress.step("Browser", |step| {
        let browser = chromium::ensure(places, step)?;
        let node = node::ensure(places, step)?;
        let mut command = child::command(node, &places.at("tests"));
        command
            .arg("bench/web.mjs")
            .env("TIRKEU_BIN", places.server())
            .env("TIRKEU_PAGE", places.page())
            .env("TIRKEU_VERDICT_WASM", places.verdict_wasm())
            .env("CHROMIUM", browser);
        let log = step.run("bench-web", &mut command)?;
        read(
            &fs::read_to_string(&log).map_err(Error::file("read", &log))?,
            &mut report,
        );
        Ok(())
    })?;
    Ok(report)
}

fn sizes(places: &Places, report: &mut Report) -> Result<(), Error> {
    let mut programs = 0.0;
    for kind in ["wasm", "js", "css", "html"] {
        let (mut raw, mut gzip, mut brotli) = (0.0, 0.0, 0.0);
        for file in files(&places.page())? {
            if file.extension().is_some_and(|it| it == kind) {
                raw += kilobytes(&file)?;
                gzip += compressed(&file, "gz")?;
                brotli += compressed(&file, "br")?;
            }
        }
        report.add(format!("{kind}, raw"), raw, "KB", None);
        report.add(format!("{kind}, gzip"), gzip, "KB", None);
        report.add(format!("{kind}, brotli"), brotli, "KB", None);
        if kind == "wasm" || kind == "js" {
            programs += brotli;
        }
    }
    for lang in ["kk", "ru", "en"] {
        let name = format!("words-{lang}-");
        for file in files(&places.page())? {
            let of_language = file.file_name().is_some_and(|it| {
                let it = it.to_string_lossy();
                it.starts_with(&name) && it.ends_with(".txt")
            });
            if of_language {
                let words = compressed(&file, "br")?;
                report.add(format!("words of {lang}, brotli"), words, "KB", None);
            }
        }
    }
    report.add(
        "wasm and JavaScript, brotli",
        programs,
        "KB",
        Some(BUDGET_KB),
    );
    Ok(())
}

/// The size of the copy that is sent; files too small to gain have none.
fn compressed(file: &Path, ending: &str) -> Result<f64, Error> {
    let copy = file.with_file_name(format!(
        "{}.{ending}",
        file.file_name().unwrap_or_default().to_string_lossy()
    ));
    kilobytes(if copy.is_file() { &copy } else { file })
}

fn kilobytes(file: &Path) -> Result<f64, Error> {
    let length = fs::metadata(file).map_err(Error::file("read", file))?.len();
    // Exact for anything a page could weigh.
    Ok(length as f64 / 1000.0)
}

/// Reads the lines of `tests/bench/*.mjs`: name, value, unit, budget, between tabs.
pub(super) fn read(log: &str, report: &mut Report) {
    for line in log.lines() {
        let parts: Vec<&str> = line.split('\t').collect();
        if let [name, value, unit, budget] = parts[..]
            && let Ok(value) = value.parse()
        {
            let unit = if unit == "KB" { "KB" } else { "ms" };
            report.add(name, value, unit, budget.parse().ok());
        }
    }
}
