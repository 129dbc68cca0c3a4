//! Adding up what the test runners say.

use std::process::ExitCode;

use crate::error::Error;

/// What one runner counted.
#[derive(Debug, Default, PartialEq, Eq, Clone, Copy)]
pub(crate) struct Counted {
    /// Tests that passed.
    pub(crate) passed: u64,
    /// Tests that failed.
    pub(crate) failed: u64,
    /// Tests that were left out on purpose.
    pub(crate) skipped: u64,
}

/// How a runner ended: what it counted, and its error if it ended with one.
pub(crate) struct Ran {
    /// What it counted, also when some failed.
    pub(crate) counted: Counted,
    /// Why it did not succeed.
    pub(crate) failure: Option<Error>,
}

/// Everything so far.
#[derive(Default)]
pub(crate) struct Totals {
    sum: Counted,
    failures: Vec<String>,
}

impl Totals {
    /// Adds a runner. One that could not run at all, or failed without counting a failure, counts
    /// as one failed test.
    pub(crate) fn take(&mut self, what: &str, ran: Result<Ran, Error>) {
        let (mut counted, failure) = match ran {
            Ok(ran) => (ran.counted, ran.failure),
            Err(error) => (Counted::default(), Some(error)),
        };
        if let Some(error) = failure {
            counted.failed = counted.failed.max(1);
            self.failures.push(format!("{what}: {error}"));
        } else if counted.passed == 0 && counted.failed == 0 {
            counted.failed = 1;
            self.failures.push(format!("{what}: no test was run"));
        }
        self.sum.passed += counted.passed;
        self.sum.failed += counted.failed;
        self.sum.skipped += counted.skipped;
    }

    /// Prints the failures, then the totals as the last line.
    pub(crate) fn print(&self) -> ExitCode {
        for failure in &self.failures {
            println!("\nFAILED {failure}");
        }
        let Counted {
            passed,
            failed,
            skipped,
        } = self.sum;
        let tail = if skipped == 0 {
            String::new()
        } else {
            format!(", {skipped} skipped")
        };
        println!("\n{passed} passed, {failed} failed{tail}");
        if failed == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}

/// Adds up cargo's lines “test result: ok. 5 passed; 0 failed; 1 ignored; …”.
pub(crate) fn of_cargo(log: &str) -> Counted {
    let mut sum = Counted::default();
    for line in log
        .lines()
        .filter_map(|line| line.trim().strip_prefix("test result: "))
    {
        let numbers = line
            .split(['.', ';'])
            .filter_map(|part| part.trim().split_once(' '));
        for (number, what) in numbers {
            let number = number.parse::<u64>().unwrap_or(0);
            match what {
                "passed" => sum.passed += number,
                "failed" => sum.failed += number,
                "ignored" => sum.skipped += number,
                _ => {}
            }
        }
    }
    sum
}

/// Reads the closing lines “# pass 5”, “# fail 0” of node's TAP report.
pub(crate) fn of_node(tap: &str) -> Counted {
    let last = |what: &str| {
        let found = tap.lines().rev().find_map(|line| line.strip_prefix(what));
        found
            .and_then(|number| number.trim().parse().ok())
            .unwrap_or(0)
    };
    Counted {
        passed: last("# pass "),
        failed: last("# fail ") + last("# cancelled "),
        skipped: last("# skipped ") + last("# todo "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_s_lines_are_added_up() {
        let log = "test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; \
                   finished in 0.00s\n     Running x\n\
                   test result: FAILED. 2 passed; 3 failed; 0 ignored; 0 measured\n";
        assert_eq!(
            of_cargo(log),
            Counted {
                passed: 7,
                failed: 3,
                skipped: 1
            }
        );
        assert_eq!(of_cargo("error: could not compile"), Counted::default());
    }

    #[test]
    fn node_s_closing_lines_are_read() {
        let tap = "ok 1 - a\n1..1\n# tests 4\n# suites 0\n# pass 1\n# fail 1\n# cancelled 1\n\
                   # skipped 1\n# todo 0\n# duration_ms 9.5\n";
        assert_eq!(
            of_node(tap),
            Counted {
                passed: 1,
                failed: 2,
                skipped: 1
            }
        );
        assert_eq!(of_node(""), Counted::default());
    }

    #[test]
    fn a_runner_that_ran_nothing_is_a_failure() {
        let mut totals = Totals::default();
        totals.take(
            "x",
            Ok(Ran {
                counted: Counted::default(),
                failure: None,
            }),
        );
        totals.take("y", Err(Error::Usage("no".into())));
        assert_eq!(totals.sum.failed, 2);
    }

    #[test]
    fn counted_failures_are_not_counted_twice() {
        let mut totals = Totals::default();
        let counted = Counted {
            passed: 4,
            failed: 2,
            skipped: 0,
        };
        totals.take(
            "x",
            Ok(Ran {
                counted,
                failure: Some(Error::Usage("exit 1".into())),
            }),
        );
        assert_eq!(totals.sum, counted);
    }
}
