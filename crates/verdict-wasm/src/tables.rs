//! Any policy, from JSON to JSON.

use rules::Policy;
use rules_json::JsonDecision;
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

use crate::judge::failed;

/// The tables of one goal of a policy on one day. It lives as long as the module.
#[wasm_bindgen]
pub struct Tables {
    decision: JsonDecision<'static>,
    given: Vec<u8>,
    answer: String,
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
        Ok(Self {
            decision,
            given: Vec::new(),
            answer: String::new(),
        })
    }

    /// Answers facts `{"name":value}` with `{"outputs","missing"}` and, with a trace, `"because"`.
    ///
    /// # Errors
    /// The first fact that is not one of the policy, in English.
    pub fn decide(&mut self, facts: &str, trace: bool) -> Result<String, JsError> {
        self.decision.decide(facts, trace).map_err(failed)
    }

    /// Room for so many bytes of facts in the module's memory, until it is asked for again. With
    /// [`Tables::run`] and [`Tables::answer`] a program that decides by the thousand spares what
    /// texts cost at the border of the module.
    pub fn given(&mut self, bytes: usize) -> *const u8 {
        self.given.resize(bytes, b' ');
        self.given.as_ptr()
    }

    /// As [`Tables::decide`], of the first `bytes` bytes of what was written to [`Tables::given`].
    /// Answers the bytes of [`Tables::answer`], less than zero if that is what is wrong.
    pub fn run(&mut self, bytes: usize, trace: bool) -> isize {
        let given = self.given.get(..bytes).unwrap_or_default();
        let decided = match std::str::from_utf8(given) {
            Ok(given) => self
                .decision
                .decide_into(given, trace, &mut self.answer)
                .map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        };
        match decided {
            Ok(()) => self.answer.len().cast_signed(),
            Err(error) => {
                self.answer = error;
                -self.answer.len().cast_signed()
            }
        }
    }

    /// Where the answer is, until the next one.
    pub fn answer(&self) -> *const u8 {
        self.answer.as_ptr()
    }
}
