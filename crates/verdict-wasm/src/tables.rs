//! Any policy, from JSON to JSON.

use rules::Policy;
use rules_json::JsonDecision;
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

use crate::failed;

/// The tables of one goal of a policy on one day. It lives as long as the module.
#[wasm_bindgen]
pub struct Tables {
    decision: JsonDecision<'static>,
}

#[wasm_bindgen]
impl Tables {
    /// Prepares the tables of a policy that `Policy::encode` has written; `on` is a day such as
    /// `2026-01-31`.
    ///
    /// # Errors
    /// What is wrong with the bytes, the goal or the day, in English.
    #[wasm_bindgen(constructor)]
    pub fn new(policy: &[u8], goal: &str, on: &str) -> Result<Self, JsError> {
        let policy = Policy::decode(policy).map_err(failed)?;
        let on = on.parse().map_err(failed)?;
        let policy: &'static Policy = Box::leak(Box::new(policy));
        let decision = JsonDecision::new(policy, goal, on).map_err(failed)?;
        Ok(Self { decision })
    }

    /// Answers facts `{"name":value}` with `{"outputs","missing"}` and, with a trace, `"because"`.
    ///
    /// # Errors
    /// The first fact that is not one of the policy, in English.
    pub fn decide(&mut self, facts: &str, trace: bool) -> Result<String, JsError> {
        self.decision.decide(facts, trace).map_err(failed)
    }
}
