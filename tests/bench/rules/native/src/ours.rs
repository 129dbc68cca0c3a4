//! Our engine.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::Instant;

use chrono::NaiveDate;
use rules::{Facts, Given, Policy, PolicyFile, Scratch};
use rules_json::JsonDecision;

pub struct Ours {
    decision: JsonDecision<'static>,
    /// How long the table took from its text to being ready.
    pub milliseconds: f64,
}

impl Ours {
    pub fn open(folder: &Path) -> Result<Self, Box<dyn Error>> {
        let text = fs::read_to_string(folder.join("table.toml"))?;
        let started = Instant::now();
        let policy = Policy::parse(&[PolicyFile {
            name: "table.toml",
            text: &text,
        }])?;
        // The program ends before anyone misses the memory.
        let policy: &'static Policy = Box::leak(Box::new(policy));
        let day = NaiveDate::from_ymd_opt(2026, 1, 31).ok_or("no such day")?;
        let decision = JsonDecision::new(policy, "bench", day)?;
        let milliseconds = started.elapsed().as_secs_f64() * 1e3;
        fs::write(folder.join("policy.bin"), policy.encode())?;
        Ok(Self {
            decision,
            milliseconds,
        })
    }

    pub fn decide(&mut self, case: &str, trace: bool) -> Option<String> {
        self.decision.decide(case, trace).ok()
    }

    pub fn outcome(&mut self, case: &str) -> Option<String> {
        let answer: serde_json::Value = serde_json::from_str(&self.decide(case, false)?).ok()?;
        answer["outputs"]["outcome"].as_str().map(str::to_owned)
    }

    pub fn typed(&self, cases: &[String]) -> Vec<Facts> {
        let facts = cases.iter().map(|case| self.decision.facts(case));
        facts.filter_map(Result::ok).collect()
    }

    /// How long the outcome is and the number of rules, so that neither can be left out.
    pub fn evaluate(&self, facts: &Facts, scratch: &mut Scratch) -> usize {
        let finding = self.decision.decision().find(facts, scratch);
        let outcome = match finding.outputs().next() {
            Some((_, Given::One(outcome))) => outcome.len(),
            _ => 0,
        };
        outcome + finding.because().len()
    }
}
