//! Small policies for the tests.

use chrono::NaiveDate;
use rules::{Decision, Facts, Number, Policy, PolicyFile, Value, Verdict};

/// Facts of every type, a source and a switch.
pub(crate) const FACTS: &str = r#"
[[fact]]
name = "service"
type = "text"
values = ["permanent", "temporary"]
asks = "answer"

[[fact]]
name = "subject.age"
type = "whole"
min = 0
max = 120
asks = "register"

[[fact]]
name = "dwelling.found"
type = "boolean"
asks = "register"

[[fact]]
name = "dwelling.m2"
type = "number"
min = 0
asks = "register"

[[fact]]
name = "term.months"
type = "whole"
asks = "answer"

[[fact]]
name = "consent"
type = "text"
values = ["agreed", "declined"]
optional = true
asks = "register"

[[source]]
id = "order"
date = 2025-11-14
url = "https://example.kz/order"
title = "source.order"

[[switch]]
name = "area"
options = ["2025", "2026"]
chosen = "2026"
note = "switch.area"
"#;

/// The header of a table of goal `verdict`.
pub(crate) fn header(name: &str, hit: &str, values: &[&str]) -> String {
    format!(
        "[table]\nname = {name:?}\ngoal = \"verdict\"\nhit = {hit:?}\noutput = {name:?}\nvalues = {values:?}\n"
    )
}

/// A rule; `extra` is more keys, each row a list of facts and cells.
pub(crate) fn rule(id: &str, then: &str, extra: &str, rows: &[&[(&str, &str)]]) -> String {
    let mut text = format!(
        "[[rule]]\nid = {id:?}\nthen = {then:?}\nsource = \"order\"\narticle = \"6\"\nconfidence = \"high\"\nmessage = {id:?}\n{extra}\n"
    );
    for row in rows {
        text.push_str("[[rule.when]]\n");
        for (fact, cell) in *row {
            text.push_str(&format!("\"{fact}\" = '{cell}'\n"));
        }
    }
    text
}

/// Parses [`FACTS`] and further files; panics with the errors.
pub(crate) fn policy(tables: &[&str]) -> Policy {
    let names: Vec<String> = (0..tables.len())
        .map(|n| format!("table{n}.toml"))
        .collect();
    let mut files = vec![PolicyFile {
        name: "facts.toml",
        text: FACTS,
    }];
    files.extend(
        names
            .iter()
            .zip(tables)
            .map(|(name, text)| PolicyFile { name, text }),
    );
    Policy::parse(&files).unwrap_or_else(|errors| panic!("{errors}"))
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The goal `verdict` on a day on which everything undated is in force.
pub(crate) fn verdict(policy: &Policy) -> Decision<'_> {
    policy.in_force("verdict", day("2026-03-01")).unwrap()
}

/// Facts written as FEEL literals.
pub(crate) fn facts(policy: &Policy, known: &[(&str, &str)]) -> Facts {
    let mut facts = Facts::new();
    for (name, literal) in known {
        facts.set(policy, name, value(literal)).unwrap();
    }
    facts
}

fn value(literal: &str) -> Value<'_> {
    match literal {
        "null" => Value::Null,
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        _ => match literal.parse::<Number>() {
            Ok(number) => Value::Number(number),
            Err(_) => Value::Text(literal.trim_matches('"')),
        },
    }
}

/// The names of the missing facts.
pub(crate) fn missing<'p>(policy: &'p Policy, verdict: &Verdict) -> Vec<&'p str> {
    let ids = verdict.missing.iter();
    ids.map(|fact| policy.facts()[fact.index()].name.as_str())
        .collect()
}

/// The ids of the rules named, those not certain with a question mark.
pub(crate) fn because(policy: &Policy, verdict: &Verdict) -> Vec<String> {
    let named = verdict.because.iter();
    named
        .map(|because| {
            let id = policy.rule_version(because.rule).unwrap().id;
            format!("{id}{}", if because.certain { "" } else { "?" })
        })
        .collect()
}
