//! Cells on facts of every type: one that is read is what it is printed as.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rules::{Facts, Policy, PolicyFile};

const FACTS: &str = r#"
[[fact]]
name = "text"
type = "text"
values = ["a", "b c", "\"", "null"]
asks = "answer"
[[fact]]
name = "whole"
type = "whole"
min = -3
max = 120
asks = "answer"
[[fact]]
name = "number"
type = "number"
optional = true
asks = "register"
[[fact]]
name = "boolean"
type = "boolean"
optional = true
asks = "register"
[[source]]
id = "order"
title = "order"
"#;

fuzz_target!(|input: (u8, &str)| {
    let (fact, cell) = input;
    let fact = ["text", "whole", "number", "boolean"][usize::from(fact % 4)];
    let Some(policy) = parse(fact, cell) else {
        return;
    };
    let decision = policy
        .in_force("goal", "2026-03-01".parse().unwrap())
        .unwrap();
    decision.evaluate(&Facts::new());
    let rule = policy.rules().next().unwrap();
    let Some((id, cell)) = rule.rows[0].cells.first() else {
        return;
    };
    let printed = cell.feel(&policy.facts()[id.index()]).to_string();
    let again = parse(fact, &printed);
    assert_eq!(again.as_ref(), Some(&policy), "{printed}");
});

/// A policy with one cell.
fn parse(fact: &str, cell: &str) -> Option<Policy> {
    let escaped: String = cell
        .chars()
        .map(|letter| format!("\\U{:08X}", u32::from(letter)))
        .collect();
    let table = format!(
        "[table]\nname = \"t\"\ngoal = \"goal\"\nhit = \"first\"\noutput = \"o\"\nvalues = [\"x\"]\n\
         [[rule]]\nid = \"R\"\nthen = \"x\"\nsource = \"order\"\nconfidence = \"high\"\n\
         message = \"R\"\n[[rule.when]]\n{fact} = \"{escaped}\"\n"
    );
    let files = [("facts.toml", FACTS), ("table.toml", &table)];
    Policy::parse(&files.map(|(name, text)| PolicyFile { name, text })).ok()
}
