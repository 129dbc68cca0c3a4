//! The policy cases, and the verdict as the server answers it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::OnceLock;

use chrono::NaiveDate;
use registration::{InForce, Law, LawError};
use rules::Prepared;
use wasm_bindgen::prelude::{JsError, wasm_bindgen};
use wire::{FactsError, VerdictRequest, facts_from_json, verdict_body};

use crate::case;

/// The law as the page has it.
pub(crate) type PreparedLaw = Law<Prepared<'static>>;

static LAW: OnceLock<PreparedLaw> = OnceLock::new();

thread_local! {
    /// The law read for the dates asked about so far, as the page keeps it for today.
    static IN_FORCE: RefCell<HashMap<NaiveDate, InForce<'static, Prepared<'static>>>> = RefCell::new(HashMap::new());
}

/// Every case of `policy/cases/` as a JSON list of
/// `{"file","name","goal","switches","on","facts","expect","consent"?,"because"?,"missing"?}`.
#[wasm_bindgen]
#[must_use]
pub fn cases() -> String {
    include_str!(concat!(env!("OUT_DIR"), "/cases.json")).to_owned()
}

/// Evaluates one entry of [`cases`] and answers `{"outcome","consent","because","missing"}`.
///
/// # Errors
/// What is wrong with the case or the law, in English.
#[wasm_bindgen]
pub fn evaluate(case: &str) -> Result<String, JsError> {
    let case: case::Case = serde_json::from_str(case).map_err(failed)?;
    let found = case.evaluate().map_err(|error| JsError::new(&error))?;
    serde_json::to_string(&found).map_err(failed)
}

/// Answers the body of `POST /api/v1/verdict`, in which `on` is required here, with the JSON the
/// server answers.
///
/// # Errors
/// What is wrong with the request or the law, in English.
#[wasm_bindgen]
pub fn verdict(request: &str) -> Result<String, JsError> {
    let request: VerdictRequest = serde_json::from_str(request).map_err(failed)?;
    let on = request.on.ok_or_else(|| JsError::new("`on` is missing"))?;
    let law = law().map_err(failed)?;
    let facts = facts_from_json(law.outline(), &request.facts)
        .map_err(|errors| JsError::new(&told(&errors)))?;
    IN_FORCE.with_borrow_mut(|dates| {
        let in_force = match dates.entry(on) {
            Entry::Occupied(kept) => kept.into_mut(),
            Entry::Vacant(place) => place.insert(law.in_force(on).map_err(failed)?),
        };
        let verdict = in_force.verdict(&facts).map_err(failed)?;
        serde_json::to_string(&verdict_body(in_force, &verdict)).map_err(failed)
    })
}

pub(crate) fn law() -> Result<&'static PreparedLaw, LawError> {
    if let Some(law) = LAW.get() {
        return Ok(law);
    }
    let law = Law::prepared()?;
    Ok(LAW.get_or_init(|| law))
}

pub(crate) fn told(errors: &[FactsError]) -> String {
    let problems = errors.iter().map(|error| error.problem.to_string());
    problems.collect::<Vec<_>>().join("\n")
}

pub(crate) fn failed(error: impl std::fmt::Display) -> JsError {
    JsError::new(&error.to_string())
}
