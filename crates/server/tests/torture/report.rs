use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    process::ExitCode,
    time::{Duration, Instant},
};

/// What was tried, how often, and what was lost.
#[derive(Clone, Debug)]
pub struct Row {
    pub what: String,
    pub tried: u64,
    /// What does not hold, in words; empty where nothing was lost.
    pub lost: Vec<String>,
    pub note: String,
    /// Whether it could not be tried here.
    pub skipped: bool,
}

impl Row {
    pub fn new(what: impl ToString, tried: u64, note: impl ToString) -> Self {
        Self {
            what: what.to_string(),
            tried,
            lost: Vec::new(),
            note: note.to_string(),
            skipped: false,
        }
    }

    pub fn skipped(what: impl ToString, why: impl ToString) -> Self {
        Self {
            skipped: true,
            ..Self::new(what, 0, why)
        }
    }

    /// Notes what does not hold.
    pub fn hold(&mut self, holds: bool, otherwise: impl FnOnce() -> String) {
        if !holds {
            self.lost.push(otherwise());
        }
    }
}

/// All rows.
#[derive(Default)]
pub struct Table(Vec<(Row, Duration)>);

impl Table {
    /// Does a part, and takes its rows; one that panics has lost.
    pub fn take(&mut self, what: &str, part: &dyn Fn(Duration) -> Vec<Row>, budget: Duration) {
        let begun = Instant::now();
        let rows = catch_unwind(AssertUnwindSafe(|| part(budget))).unwrap_or_else(|panic| {
            let text = panic.downcast_ref::<String>().cloned();
            let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
            let mut row = Row::new(what, 0, "");
            row.lost.push(text.unwrap_or_default());
            vec![row]
        });
        for row in rows {
            for lost in row.lost.iter().take(5) {
                eprintln!("    LOST: {lost}");
            }
            self.0.push((row, begun.elapsed()));
        }
    }

    /// Prints a row a line: what, how often, how much was lost, how long it took, and a note, with
    /// tabs between, which `cargo xtask torture` reads; then what the test runner would say.
    pub fn print(&self) -> ExitCode {
        let (mut passed, mut failed, mut skipped) = (0, 0, 0);
        for (row, took) in &self.0 {
            let Row {
                what,
                tried,
                lost,
                note,
                ..
            } = row;
            let seconds = took.as_secs_f64();
            println!("row\t{what}\t{tried}\t{}\t{seconds:.1}\t{note}", lost.len());
            match (row.skipped, lost.is_empty()) {
                (true, _) => skipped += 1,
                (false, true) => passed += 1,
                (false, false) => failed += 1,
            }
        }
        let result = if failed == 0 { "ok" } else { "FAILED" };
        println!("test result: {result}. {passed} passed; {failed} failed; {skipped} ignored");
        if failed == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}
