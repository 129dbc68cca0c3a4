//! The engine with the law and nothing around it, so that it can be weighed: what the page carries
//! of both.

use registration::{Law, LawError};
use rules::{Facts, Number, Value};
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

/// The verdict on facts, a line each, such as `subject.age=15`, on a day such as `2026-03-01`: the
/// outcome, the rules behind it and the facts that are missing, between spaces.
///
/// # Errors
/// What is wrong with the day, the facts or the law, in English.
#[wasm_bindgen]
pub fn decide(on: &str, known: &str) -> Result<String, JsError> {
    let on = on
        .parse()
        .map_err(|_| JsError::new("the day is no date such as 2026-03-01"))?;
    told(on, known).map_err(|error| JsError::new(&error.to_string()))
}

fn told(on: chrono::NaiveDate, known: &str) -> Result<String, LawError> {
    let law = Law::prepared()?;
    let in_force = law.in_force(on)?;
    let mut facts = Facts::new();
    for (name, text) in known.lines().filter_map(|line| line.split_once('=')) {
        let value = match (text, text.parse::<Number>()) {
            ("true", _) => Value::Bool(true),
            ("false", _) => Value::Bool(false),
            (_, Ok(number)) => Value::Number(number),
            (text, Err(_)) => Value::Text(text),
        };
        law.outline().set(&mut facts, name, value)?;
    }
    let verdict = in_force.verdict(&facts)?;
    let rules = verdict.because.into_iter().map(|because| because.rule);
    let words = [verdict.outcome.symbol().to_owned()].into_iter();
    let words: Vec<String> = words.chain(rules).chain(verdict.missing).collect();
    Ok(words.join(" "))
}
