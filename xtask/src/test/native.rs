//! Unit, property, contract and documentation tests on this machine.

use std::fs;

use super::totals::{Ran, of_cargo};
use crate::child;
use crate::error::Error;
use crate::places::Places;
use crate::progress::Step;

/// Runs them all, also after a failure. The page's own tests are of what needs no browser, so they
/// run here too; only the module of cases is for wasm alone.
pub(crate) fn run(places: &Places, step: &mut Step) -> Result<Ran, Error> {
    let mut command = child::cargo(places);
    command
        .args("test --workspace --no-fail-fast --color never".split(' '))
        .args(["--exclude", "verdict-wasm"])
        .env("CARGO_TERM_COLOR", "never");
    let mut failure = step.run("native-tests", &mut command).err();
    let log = places.logs().join("native-tests.log");
    let text = fs::read_to_string(&log).map_err(Error::file("read", &log))?;
    let counted = of_cargo(&text);
    if let Some(Error::Failed { tail, .. }) = &mut failure
        && counted.failed > 0
    {
        *tail = failures(&text);
    }
    step.note(format!(
        "{} passed, {} failed",
        counted.passed, counted.failed
    ));
    Ok(Ran { counted, failure })
}

/// What the test runner says of each test that failed, without the tests that passed and without
/// stack traces.
fn failures(log: &str) -> String {
    let mut told = String::new();
    let mut telling = false;
    for line in log.lines() {
        telling = match line {
            "failures:" => true,
            "stack backtrace:" => false,
            _ if line.starts_with("test result:") => false,
            _ if line.starts_with("---- ") => true,
            _ => telling,
        };
        if telling && !line.trim().is_empty() {
            told.push_str(&format!("  | {line}\n"));
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::failures;

    #[test]
    fn only_what_failed_is_told() {
        let log = "test a ... ok\ntest b ... FAILED\n\nfailures:\n\n---- b stdout ----\n\
                   panicked at x.rs:1\nstack backtrace:\n   0: core\n\nfailures:\n    b\n\n\
                   test result: FAILED. 1 passed; 1 failed\ntest c ... ok\n";
        let expected = "  | failures:\n  | ---- b stdout ----\n  | panicked at x.rs:1\n  | failures:\n  |     b\n";
        assert_eq!(failures(log), expected);
    }
}
