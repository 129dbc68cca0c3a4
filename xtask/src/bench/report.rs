//! A table of measured numbers, with a mark on those that break their budget.

use std::process::ExitCode;

/// One measured number.
struct Line {
    name: String,
    value: f64,
    unit: &'static str,
    budget: Option<f64>,
    /// The least that it has to be.
    least: Option<f64>,
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
            least: None,
        });
    }

    /// Adds a number that must not be below `least`.
    pub(crate) fn add_rate(
        &mut self,
        name: impl Into<String>,
        value: f64,
        unit: &'static str,
        least: f64,
    ) {
        self.0.push(Line {
            name: name.into(),
            value,
            unit,
            budget: None,
            least: Some(least),
        });
    }

    /// A line of a bench: name, number, unit and limit with tabs between; cargo's own have none.
    pub(crate) fn take(&mut self, line: &str) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [name, number, unit, limit] = fields.as_slice() else {
            return;
        };
        let Ok(number) = number.parse::<f64>() else {
            return;
        };
        let unit = match *unit {
            "ms" => "ms",
            "us" => "µs",
            "MB" => "MB",
            "/s" => "/s",
            _ => "×",
        };
        match limit.strip_prefix(">=").map(str::parse) {
            Some(Ok(least)) => self.add_rate(*name, number, unit, least),
            _ => self.add(
                *name,
                number,
                unit,
                limit.strip_prefix("<=").and_then(|most| most.parse().ok()),
            ),
        }
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
                least,
            } = line;
            let verdict = match budget {
                None if least.is_some_and(|least| *value < least) => {
                    format!("BELOW the {} {unit} required", least.unwrap_or_default())
                }
                None if least.is_some() => {
                    format!("of at least {} {unit}", least.unwrap_or_default())
                }
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
        self.0.iter().all(|line| {
            line.budget.is_none_or(|budget| line.value <= budget)
                && line.least.is_none_or(|least| line.value >= least)
        })
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

    #[test]
    fn a_rate_has_a_least() {
        for (value, kept) in [(1.0, true), (0.9, false)] {
            let mut report = Report::default();
            report.add_rate("x", value, "/s", 1.0);
            assert_eq!(report.is_kept(), kept, "{value}");
        }
    }
}
