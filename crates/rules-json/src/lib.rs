//! Decisions of the rules engine from JSON to JSON.
//!
//! [`JsonDecision::decide`] takes the facts as one flat object, such as
//! `{"subject.age":15,"service":"permanent"}`. A fact that is left out or `null` is not known. The
//! answer is
//!
//! ```json
//! {"outputs": {"outcome": "online", "points": 3, "notices": ["a"]}, "missing": []}
//! ```
//!
//! with `outputs` `null` while a fact in `missing` could still change them, and with a trace
//!
//! ```json
//! {"because": [{"rule": "R1", "message": "R1", "certain": true, "rows": [{"service": true}]}]}
//! ```
//!
//! besides: the rules that decide, and for each row of theirs what becomes of its cells: true,
//! false, or `null` where the fact is not known.

mod answer;
mod given;

use chrono::NaiveDate;
use rules::{Decision, Facts, Lookup, Policy, RulesError, Scratch};

/// The tables of one goal on one day, ready for JSON.
pub struct JsonDecision<'p> {
    lookup: Lookup<'p>,
    decision: Decision<'p>,
    /// Of the last decision; its memory is used again.
    facts: Facts,
    scratch: Scratch,
}

/// Why there is no decision.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JsonError {
    /// The facts are no JSON object, or not facts of the policy; says where.
    #[error("{0}")]
    Facts(#[from] serde_json::Error),
}

impl<'p> JsonDecision<'p> {
    /// Prepares a goal for a day; fails as [`Policy::in_force`] does.
    pub fn new(policy: &'p Policy, goal: &str, on: NaiveDate) -> Result<Self, RulesError> {
        Ok(Self {
            lookup: Lookup::new(policy),
            decision: policy.in_force(goal, on)?,
            facts: Facts::new(),
            scratch: Scratch::default(),
        })
    }

    /// Reads facts.
    ///
    /// # Errors
    /// [`JsonError::Facts`] with the first fact that is unknown, of another type or outside its
    /// domain.
    pub fn facts(&self, json: &str) -> Result<Facts, JsonError> {
        let mut facts = Facts::new();
        given::read(json, &self.lookup, &mut facts)?;
        Ok(facts)
    }

    /// Decides, and writes the trace if it is wanted.
    ///
    /// # Errors
    /// As [`JsonDecision::facts`].
    pub fn decide(&mut self, json: &str, trace: bool) -> Result<String, JsonError> {
        let mut answer = String::new();
        self.decide_into(json, trace, &mut answer)?;
        Ok(answer)
    }

    /// As [`JsonDecision::decide`], into a text whose memory is used again.
    ///
    /// # Errors
    /// As [`JsonDecision::facts`]; the answer is then empty.
    pub fn decide_into(
        &mut self,
        json: &str,
        trace: bool,
        answer: &mut String,
    ) -> Result<(), JsonError> {
        answer.clear();
        self.facts.clear_all();
        given::read(json, &self.lookup, &mut self.facts)?;
        let finding = self.decision.find(&self.facts, &mut self.scratch);
        let trace = trace.then_some(&self.facts);
        answer::write(answer, &finding, self.lookup.policy(), trace);
        Ok(())
    }

    /// The decision itself.
    pub fn decision(&self) -> &Decision<'p> {
        &self.decision
    }
}
