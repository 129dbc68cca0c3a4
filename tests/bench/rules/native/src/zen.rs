//! zen-engine.

use std::error::Error;
use std::fs;
use std::path::Path;

use tokio::runtime::{Builder, Runtime};
use zen_engine::model::DecisionContent;
use zen_engine::{Decision, DecisionEngine, EvaluationOptions, Variable};

pub struct Zen {
    decision: Decision,
    runtime: Runtime,
}

impl Zen {
    pub fn open(folder: &Path) -> Result<Self, Box<dyn Error>> {
        let content: DecisionContent =
            serde_json::from_str(&fs::read_to_string(folder.join("zen.json"))?)?;
        let mut decision = DecisionEngine::default().create_decision(content.into())?;
        decision.compile();
        Ok(Self {
            decision,
            runtime: Builder::new_current_thread().build()?,
        })
    }

    pub fn decide(&self, case: &str, trace: bool) -> Option<String> {
        let context: Variable = serde_json::from_str(case).ok()?;
        let options = EvaluationOptions {
            trace,
            ..EvaluationOptions::default()
        };
        let evaluation = self.decision.evaluate_with_opts(context, options);
        let response = self.runtime.block_on(evaluation).ok()?;
        if trace {
            serde_json::to_string(&response).ok()
        } else {
            serde_json::to_string(&response.result).ok()
        }
    }

    pub fn outcome(&self, case: &str) -> Option<String> {
        let answer: serde_json::Value = serde_json::from_str(&self.decide(case, false)?).ok()?;
        answer["outcome"].as_str().map(str::to_owned)
    }
}
