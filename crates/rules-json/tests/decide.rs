//! What goes in and what comes out.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use rules::{Policy, PolicyFile};
use rules_json::JsonDecision;
use serde_json::{Value, json};

const FILE: &str = r#"
[[fact]]
name = "age"
type = "whole"
asks = "answer"
[[fact]]
name = "say \"hi\""
type = "text"
values = ["é", "z", "a"]
asks = "answer"
[[fact]]
name = "m2"
type = "number"
min = 0
asks = "answer"
[[source]]
id = "s"
title = "s"
[table]
name = "t"
goal = "g"
hit = "first"
output = "o"
values = ["x\n\"", "y"]
[[rule]]
id = "R1"
then = "x\n\""
source = "s"
confidence = "high"
message = "M1"
[[rule.when]]
age = "< 14"
[[rule.when]]
'say "hi"' = '"a"'
m2 = ">= 37.5"
[[rule]]
id = "R2"
then = "y"
source = "s"
confidence = "high"
message = "M2"
[[rule.when]]
"#;

fn decide(facts: &str, trace: bool) -> Result<Value, String> {
    let files = [PolicyFile {
        name: "t.toml",
        text: FILE,
    }];
    let policy = Policy::parse(&files).unwrap_or_else(|errors| panic!("{errors}"));
    let mut decision = JsonDecision::new(&policy, "g", "2026-01-31".parse().unwrap()).unwrap();
    let answer = decision.decide(facts, trace);
    let answer = answer.map_err(|error| error.to_string())?;
    Ok(serde_json::from_str(&answer).unwrap_or_else(|error| panic!("{answer}: {error}")))
}

#[track_caller]
fn check(facts: &Value, expected: Value) {
    assert_eq!(decide(&facts.to_string(), false), Ok(expected));
}

#[test]
fn a_verdict_or_what_is_missing() {
    let x = json!({"outputs": {"o": "x\n\""}, "missing": []});
    let y = json!({"outputs": {"o": "y"}, "missing": []});
    check(&json!({"age": 3}), x.clone());
    check(&json!({"age": 30, "say \"hi\"": "a", "m2": 37.5}), x);
    check(
        &json!({"age": 30, "say \"hi\"": "a", "m2": 37.499_999}),
        y.clone(),
    );
    check(&json!({"age": 30, "say \"hi\"": "é"}), y);
    let missing = json!({"outputs": null, "missing": ["say \"hi\"", "m2"]});
    check(&json!({"age": 30}), missing.clone());
    check(&json!({"age": 30, "m2": null}), missing);
}

#[test]
fn a_trace_tells_each_cell_of_the_deciding_rules() {
    let answer = decide(r#"{"age": 3, "m2": 1}"#, true).unwrap();
    let rows = json!([{"age": true}, {"say \"hi\"": null, "m2": false}]);
    let rule = json!({"rule": "R1", "message": "M1", "certain": true, "rows": rows});
    assert_eq!(answer["because"], json!([rule]));
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    for (facts, expected) in [
        (
            r#"{"agee": 3}"#,
            "unknown fact \"agee\", did you mean \"age\"? at line 1 column 7",
        ),
        (
            r#"{"m2": -1}"#,
            "m2 cannot be -1: expected a number from 0 at line 1 column 9",
        ),
        (
            r#"{"age": [3]}"#,
            "invalid type: sequence, expected a text, a number, true, false or null at line 1 column 9",
        ),
        (
            "3",
            "invalid type: integer `3`, expected an object of facts at line 1 column 1",
        ),
        (r#"{"age": 3} x"#, "trailing characters at line 1 column 12"),
        (
            r#"{"m2": 0.1234567}"#,
            "expected a decimal number of at most six places at line 1 column 16",
        ),
    ] {
        assert_eq!(decide(facts, false), Err(expected.to_owned()));
    }
}
