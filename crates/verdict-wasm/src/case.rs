//! One policy case: any goal, and any reading of the disputed rules.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use registration::Law;
use rules::{Facts, Output, Prepared};
use serde::{Deserialize, Serialize};
use wire::facts_from_json;

use crate::judge::{PreparedLaw, law, told};

/// The goal whose outputs are an outcome and a consent.
const VERDICT: &str = "verdict";

thread_local! {
    /// The law with readings that are not chosen, or with goals that the page does not ask.
    static PREPARED_HERE: RefCell<HashMap<BTreeMap<String, String>, &'static PreparedLaw>> =
        RefCell::default();
}

/// What a case gives.
#[derive(Deserialize)]
pub(crate) struct Case {
    goal: String,
    switches: BTreeMap<String, String>,
    on: NaiveDate,
    facts: BTreeMap<String, serde_json::Value>,
}

/// What the policy makes of it.
#[derive(Debug, Serialize)]
pub(crate) struct Found {
    /// The first output; `unknown` while a missing fact could change it, `none` without outputs.
    outcome: String,
    /// Who must agree; only of the goal `verdict`, only when online.
    consent: Option<String>,
    /// Ids of the rules that apply.
    because: Vec<String>,
    /// Names of the facts that could still change it.
    missing: Vec<String>,
}

impl Case {
    /// Evaluates the case, with the readings that it chooses, under the law that the page has or,
    /// where that does not suffice, under one prepared in the same way.
    ///
    /// # Errors
    /// What is wrong with the case, in English.
    pub(crate) fn evaluate(&self) -> Result<Found, String> {
        let law = if self.goal == VERDICT && self.switches.is_empty() {
            law().map_err(|error| error.to_string())?
        } else {
            self.prepare()?
        };
        let facts = facts_from_json(law.outline(), &self.facts).map_err(|errors| told(&errors))?;
        if self.goal == VERDICT {
            self.outcome_and_consent(law, &facts)
        } else {
            self.outputs(law.policy(), &facts)
        }
    }

    /// The law with the readings of the case, prepared for every goal.
    fn prepare(&self) -> Result<&'static PreparedLaw, String> {
        let kept = PREPARED_HERE.with_borrow(|kept| kept.get(&self.switches).copied());
        if let Some(law) = kept {
            return Ok(law);
        }
        let law = Law::embedded().map_err(|error| error.to_string())?;
        let mut policy = law.policy().clone();
        for (switch, option) in &self.switches {
            policy = policy
                .choose(switch, option)
                .map_err(|error| error.to_string())?;
        }
        let mut goals: Vec<&str> = Vec::new();
        for table in policy.tables() {
            if !goals.contains(&table.goal.as_str()) {
                goals.push(&table.goal);
            }
        }
        let bytes = policy.prepare(&goals).map_err(|error| error.to_string())?;
        let prepared = Prepared::decode(bytes.leak()).map_err(|error| error.to_string())?;
        let law: &'static PreparedLaw = Box::leak(Box::new(Law::new(prepared)));
        PREPARED_HERE.with_borrow_mut(|kept| kept.insert(self.switches.clone(), law));
        Ok(law)
    }

    fn outcome_and_consent(&self, law: &PreparedLaw, facts: &Facts) -> Result<Found, String> {
        let in_force = law.in_force(self.on).map_err(|error| error.to_string())?;
        let verdict = in_force.verdict(facts).map_err(|error| error.to_string())?;
        Ok(Found {
            outcome: verdict.outcome.symbol().to_owned(),
            consent: verdict.consent.map(|consent| consent.symbol().to_owned()),
            because: verdict
                .because
                .into_iter()
                .map(|because| because.rule)
                .collect(),
            missing: verdict.missing,
        })
    }

    fn outputs(&self, policy: &Prepared<'_>, facts: &Facts) -> Result<Found, String> {
        let decision = policy
            .in_force(&self.goal, self.on)
            .map_err(|error| error.to_string())?;
        let verdict = decision.evaluate(facts);
        let outcome = match verdict.outputs.as_deref() {
            None => "unknown".to_owned(),
            Some([]) => "none".to_owned(),
            Some([(_, Output::One(value)), ..]) => value.clone(),
            Some([(_, Output::List(values)), ..]) => values.join(", "),
            Some([(_, Output::Number(number)), ..]) => number.to_string(),
        };
        let rules = verdict
            .because
            .iter()
            .filter_map(|it| policy.outline().rule_version(it.rule));
        let missing = verdict
            .missing
            .iter()
            .map(|fact| policy.outline().facts()[fact.index()].name.clone());
        Ok(Found {
            outcome,
            consent: None,
            because: rules.map(|version| version.id.to_owned()).collect(),
            missing: missing.collect(),
        })
    }
}
