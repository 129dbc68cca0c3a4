//! A table of measured numbers, with a mark on those that break their budget.

use std::process::ExitCode;

/// One measured number.
struct Line {
    name: String,
    value: f64,
    unit: &'static str,
    budget: Option<f64>,
}

/// What was measured, in order.
#[derive(Default)]
pub(crate) struct Report(Vec<Line>);

impl Report {
    /// Adds a number; `budget` is the most it may be.
    pub(crate) fn add(
        &mut self,
        name: impl Into<String>,
        value: f64,
        unit: &'static str,
        budget: Option<f64>,
    ) {
        self.0.push(Line {
            name: name.into(),
            value,
            unit,
            budget,
        });
    }

    /// Prints the table; fails if a budget is broken.
    pub(crate) fn print(&self) -> ExitCode {
        println!();
        for line in &self.0 {
            let Line {
                name,
                value,
                unit,
                budget,
            } = line;
            let verdict = match budget {
                None => String::new(),
                Some(budget) if value <= budget => format!("of {budget} {unit}"),
                Some(budget) => format!("OVER the {budget} {unit} allowed"),
            };
            println!("{name:<44} {value:>10.3} {unit:<3} {verdict}");
        }
        if self.is_kept() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }

    fn is_kept(&self) -> bool {
        self.0
            .iter()
            .all(|line| line.budget.is_none_or(|budget| line.value <= budget))
    }
}

#[cfg(test)]
mod tests {
    use super::Report;

    #[test]
    fn a_budget_is_the_most_that_is_allowed() {
        for (value, budget, kept) in [
            (1.0, Some(1.0), true),
            (1.1, Some(1.0), false),
            (9.0, None, true),
        ] {
            let mut report = Report::default();
            report.add("x", value, "ms", budget);
            assert_eq!(report.is_kept(), kept, "{value} {budget:?}");
        }
    }
}
