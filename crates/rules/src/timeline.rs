//! The dates on which an answer changes.

use chrono::NaiveDate;

use crate::error::RulesError;
use crate::fact::Facts;
use crate::policy::Policy;
use crate::verdict::Verdict;

/// Days in a row with the same verdict, for the same rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first day; `None` if the period has no beginning.
    pub from: Option<NaiveDate>,
    /// The last day; `None` if it has no end.
    pub until: Option<NaiveDate>,
    /// The verdict on each of the days.
    pub verdict: Verdict,
}

impl Policy {
    /// The verdicts of one goal on all dates. Neighbouring periods differ in the outputs, in the
    /// rules that decide or in what is missing.
    ///
    /// This prepares the goal once for each of [`Policy::dates`] and once for the days before.
    /// Fails as [`Policy::in_force`] does.
    pub fn timeline(&self, goal: &str, facts: &Facts) -> Result<Vec<Period>, RulesError> {
        let dates = self.dates();
        let before = dates.first().and_then(NaiveDate::pred_opt);
        let first = match before {
            Some(day) => (None, day),
            None => (None, dates.first().copied().unwrap_or_default()),
        };
        let starts = dates.iter().map(|date| (Some(*date), *date));
        let mut periods: Vec<Period> = Vec::new();
        for (from, day) in std::iter::once(first).chain(starts) {
            let verdict = self.in_force(goal, day)?.evaluate(facts);
            match periods.last_mut() {
                Some(last) if last.verdict == verdict => continue,
                Some(last) => last.until = from.and_then(|from| from.pred_opt()),
                None => {}
            }
            periods.push(Period {
                from,
                until: None,
                verdict,
            });
        }
        Ok(periods)
    }
}
