//! Tests of the real page and server in a real browser, by node's test runner.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::totals::{Ran, of_node};
use crate::child;
use crate::error::Error;
use crate::fingerprint::files;
use crate::places::Places;
use crate::progress::Step;
use crate::tools::{chromium, node};

/// Longer than this, something hangs.
const LIMIT: Duration = Duration::from_secs(25 * 60);

/// The browser, installed if need be.
pub(crate) fn find(places: &Places, step: &mut Step) -> Result<PathBuf, Error> {
    let browser = chromium::ensure(places, step)?;
    step.note(browser.display().to_string());
    Ok(browser)
}

/// Runs every `tests/e2e/*.test.mjs`, the policy cases in the browser, registers and SMS gateways,
/// the exported DMN, and a client of NCALayer. The tests start servers of their own from what the
/// environment names: `TIRKEU_BIN` (the server), `TIRKEU_PAGE` (the page's folder),
/// `TIRKEU_VERDICT_WASM` (the verdict module) and `CHROMIUM`.
pub(crate) fn run(places: &Places, step: &mut Step, browser: &Path) -> Result<Ran, Error> {
    let is_test = |file: &PathBuf| file.to_string_lossy().ends_with(".test.mjs");
    let mut tests: Vec<PathBuf> = files(&places.at("tests/e2e"))?
        .into_iter()
        .filter(is_test)
        .collect();
    tests.push(places.at("tests/policy/browser.test.mjs"));
    // From here on they need no browser but the server's binary.
    tests.extend(
        files(&places.at("tests/gateways"))?
            .into_iter()
            .filter(is_test),
    );
    tests.push(places.at("tests/dmn/export.test.mjs"));
    tests.push(places.at("tests/ncalayer/client.test.mjs"));
    node_tests(places, step, "browser-tests", &tests, |command| {
        command
            .env("TIRKEU_BIN", places.server())
            .env("TIRKEU_PAGE", places.page())
            .env("CHROMIUM", browser);
    })
}

/// Runs files of tests in node and reads what it counted.
pub(crate) fn node_tests(
    places: &Places,
    step: &mut Step,
    name: &str,
    tests: &[PathBuf],
    more: impl FnOnce(&mut Command),
) -> Result<Ran, Error> {
    let node = node::ensure(places, step)?;
    let tap = places.logs().join(format!("{name}.tap"));
    fs::create_dir_all(places.logs()).map_err(Error::file("create", &places.logs()))?;
    let mut command = child::command(node, &places.at("tests"));
    command
        .args([
            "--test",
            // Each file has a server and a browser of its own; more at once than this only wait
            // for each other.
            "--test-concurrency=2",
            // Milliseconds; a file of tests that takes this long hangs.
            "--test-timeout=300000",
            "--test-reporter=spec",
            "--test-reporter-destination=stdout",
        ])
        .arg("--test-reporter=tap")
        .arg(format!("--test-reporter-destination={}", tap.display()))
        .args(tests)
        .env("TIRKEU_VERDICT_WASM", places.verdict_wasm())
        .env("NO_COLOR", "1");
    more(&mut command);
    let failure = step.run_within(LIMIT, name, &mut command).err();
    let text = fs::read_to_string(&tap).map_err(Error::file("read", &tap))?;
    let counted = of_node(&text);
    step.note(format!(
        "{} passed, {} failed",
        counted.passed, counted.failed
    ));
    Ok(Ran { counted, failure })
}
