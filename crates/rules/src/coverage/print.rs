//! Generated cases as files in the format of hand-written ones.

use super::generate::{CaseFile, GeneratedCase};
use crate::fact::Facts;
use crate::policy::Policy;
use crate::value::Value;
use crate::verdict::Output;

impl CaseFile {
    /// A name for the file, such as `verdict.toml`.
    pub fn name(&self) -> String {
        match &self.switch {
            Some((switch, option)) => format!("{}_{switch}_{option}.toml", self.goal),
            None => format!("{}.toml", self.goal),
        }
    }

    /// The file as TOML: `given` are the facts that every case starts from; a case has a `name`,
    /// a day `on`, the facts in which it differs, and what to `expect`: the output of the first
    /// table, then those of the other tables by their names.
    pub fn to_toml(&self, policy: &Policy) -> String {
        let mut text =
            "about = \"Every row and every cell of the rules; made by tirkeu rules tests\"\n"
                .to_owned();
        text.push_str(&format!("goal = {}\n", quoted(&self.goal)));
        if let Some((switch, option)) = &self.switch {
            text.push_str(&format!(
                "\n[switches]\n{} = {}\n",
                quoted(switch),
                quoted(option)
            ));
        }
        text.push_str("\n[given]\n");
        facts(&mut text, policy, &self.given, &Facts::new());
        for case in &self.cases {
            text.push_str(&format!(
                "\n[[case]]\nname = {}\non = {}\n",
                quoted(&case.name),
                case.on
            ));
            facts(&mut text, policy, &case.facts, &self.given);
            self.expect(&mut text, policy, case);
        }
        text
    }

    fn expect(&self, text: &mut String, policy: &Policy, case: &GeneratedCase) {
        let tables = policy.tables.iter().filter(|table| table.goal == self.goal);
        for (index, table) in tables.enumerate() {
            let output = case.outputs.iter().find(|(name, _)| *name == table.output);
            let output = match output {
                Some((_, Output::List(values))) => values.join(", "),
                Some((_, output)) => output.to_string(),
                None if index == 0 => "none".to_owned(),
                None => continue,
            };
            match index {
                0 => text.push_str(&format!("expect = {}\n", quoted(&output))),
                _ => text.push_str(&format!("{} = {}\n", table.output, quoted(&output))),
            }
        }
        let because: Vec<String> = case.because.iter().map(|id| quoted(id)).collect();
        text.push_str(&format!("because = [{}]\n", because.join(", ")));
    }
}

/// Writes the facts that are not among the given ones.
fn facts(text: &mut String, policy: &Policy, known: &Facts, given: &Facts) {
    for (fact, value) in known.iter(policy) {
        let Some(declaration) = policy.facts.get(fact.index()) else {
            continue;
        };
        if given.get(policy, fact) == Some(value) {
            continue;
        }
        let value = match value {
            Value::Text(value) => quoted(value),
            // What is known to have no value has no form in TOML.
            Value::Null => quoted("null"),
            value => value.to_string(),
        };
        text.push_str(&format!("{} = {value}\n", quoted(&declaration.name)));
    }
}

/// A text as a TOML basic string.
fn quoted(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for letter in text.chars() {
        match letter {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(letter);
            }
            letter if letter.is_control() => {
                quoted.push_str(&format!("\\u{:04X}", u32::from(letter)));
            }
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}
