//! One policy case: any goal, and any reading of the disputed rules.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use registration::Law;
use rules::{Facts, Output, Policy};
use serde::{Deserialize, Serialize};
use wire::facts_from_json;

/// The goal whose outputs are an outcome and a consent.
const VERDICT: &str = "verdict";

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
    /// Evaluates the case under `law`, with the readings that the case chooses.
    ///
    /// # Errors
    /// What is wrong with the case, in English.
    pub(crate) fn evaluate(&self, law: &Law) -> Result<Found, String> {
        let mut policy = law.policy().clone();
        for (switch, option) in &self.switches {
            policy = policy
                .choose(switch, option)
                .map_err(|error| error.to_string())?;
        }
        let facts =
            facts_from_json(&policy, &self.facts).map_err(|errors| format!("{errors:?}"))?;
        if self.goal == VERDICT {
            self.outcome_and_consent(&Law::new(policy), &facts)
        } else {
            self.outputs(&policy, &facts)
        }
    }

    fn outcome_and_consent(&self, law: &Law, facts: &Facts) -> Result<Found, String> {
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

    fn outputs(&self, policy: &Policy, facts: &Facts) -> Result<Found, String> {
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
            .filter_map(|it| policy.rule_version(it.rule));
        let missing = verdict
            .missing
            .iter()
            .map(|fact| policy.facts()[fact.index()].name.clone());
        Ok(Found {
            outcome,
            consent: None,
            because: rules.map(|version| version.id.to_owned()).collect(),
            missing: missing.collect(),
        })
    }
}
