use chrono::NaiveDate;
use rules::{Counterfactual, Explanation, Facts, WhyNot};

use crate::{
    law::{InForce, LawError, OUTCOME, VERDICT},
    verdict::{Outcome, Verdict},
};

/// How many ways to a wanted outcome are told at most.
const MOST_WAYS: usize = 12;

/// The fact to ask next.
#[derive(Clone, Debug, PartialEq)]
pub struct NextQuestion {
    /// Its name.
    pub fact: String,
    /// How many questions are to be expected until the verdict is known, this one counted; absent
    /// while too much is missing to know it.
    pub expected: Option<f64>,
}

/// Days in a row with the same verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first day; the period has no beginning if it is absent.
    pub from: Option<NaiveDate>,
    /// The last day; the period has no end if it is absent.
    pub until: Option<NaiveDate>,
    /// The verdict on each of the days.
    pub verdict: Verdict,
}

impl<'a> InForce<'a> {
    /// Every table, rule, row and cell with its truth, worked out when it is looked at.
    #[must_use]
    pub fn explain<'f>(&'f self, facts: &'f Facts) -> Explanation<'f> {
        self.decision().explain(facts)
    }

    /// What stands between an explanation and an outcome; absent for [`Outcome::Unknown`].
    #[must_use]
    pub fn why_not<'e>(explanation: &'e Explanation<'_>, wanted: Outcome) -> Option<WhyNot<'e>> {
        explanation.why_not(OUTCOME, wanted.symbol())
    }

    /// The fact to ask next, so that few questions are to be expected; absent once the verdict is
    /// known.
    #[must_use]
    pub fn next_question(&self, facts: &Facts) -> Option<NextQuestion> {
        let question = self.decision().next_question(facts)?;
        let declaration = self.policy().facts().get(question.fact.index())?;
        Some(NextQuestion {
            fact: declaration.name.clone(),
            expected: question.expected,
        })
    }

    /// The changes of least effort that lead to an outcome, at most a dozen ways.
    ///
    /// # Errors
    /// [`LawError::Rules`] for an outcome that the policy never gives.
    pub fn changes(
        &self,
        facts: &Facts,
        wanted: Outcome,
    ) -> Result<Vec<Counterfactual<'a>>, LawError> {
        let wanted = wanted.symbol();
        let found = self
            .decision()
            .counterfactuals(facts, OUTCOME, wanted, MOST_WAYS)?;
        Ok(found)
    }

    /// The verdicts on all dates. Neighbouring periods differ in outcome, consent, reasons or in
    /// what is missing.
    ///
    /// # Errors
    /// [`LawError`] where the policy cannot be applied.
    pub fn timeline(&self, facts: &Facts) -> Result<Vec<Period>, LawError> {
        let periods = self.policy().timeline(VERDICT, facts)?;
        let told = periods.into_iter().map(|period| {
            Ok(Period {
                from: period.from,
                until: period.until,
                verdict: self.told(&period.verdict)?,
            })
        });
        told.collect()
    }
}
