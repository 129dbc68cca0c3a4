//! Writing verdicts.

use std::fmt::Write;

use rules::{FactId, Facts, Finding, Given, Policy, Row, Truth};

/// Writes a verdict; with the facts it rests on also the trace.
pub(crate) fn write(
    json: &mut String,
    finding: &Finding<'_>,
    policy: &Policy,
    trace: Option<&Facts>,
) {
    json.reserve(if trace.is_some() { 512 } else { 96 });
    json.push_str("{\"outputs\":");
    if finding.is_known() {
        list(
            json,
            ['{', '}'],
            finding.outputs(),
            |json, (name, given)| {
                text(json, name);
                json.push(':');
                value(json, given);
            },
        );
    } else {
        json.push_str("null");
    }
    json.push_str(",\"missing\":");
    list(json, ['[', ']'], finding.missing(), |json, fact| {
        text(json, name(policy, *fact));
    });
    if let Some(facts) = trace {
        json.push_str(",\"because\":");
        list(json, ['[', ']'], finding.because(), |json, because| {
            let Some(version) = policy.rule_version(because.rule) else {
                json.push_str("null");
                return;
            };
            json.push_str("{\"rule\":");
            text(json, version.id);
            json.push_str(",\"message\":");
            text(json, version.message);
            json.push_str(",\"certain\":");
            json.push_str(if because.certain { "true" } else { "false" });
            json.push_str(",\"rows\":");
            list(json, ['[', ']'], version.rows, |json, row| {
                cells(json, row, policy, facts);
            });
            json.push('}');
        });
    }
    json.push('}');
}

/// What becomes of a row's cells on facts.
fn cells(json: &mut String, row: &Row, policy: &Policy, facts: &Facts) {
    list(json, ['{', '}'], &row.cells, |json, (fact, cell)| {
        text(json, name(policy, *fact));
        json.push_str(match facts.truth(*fact, cell) {
            Truth::True => ":true",
            Truth::False => ":false",
            Truth::Unknown => ":null",
        });
    });
}

fn name(policy: &Policy, fact: FactId) -> &str {
    let declaration = policy.facts().get(fact.index());
    declaration.map_or("", |declaration| &declaration.name)
}

fn value(json: &mut String, given: Given<'_>) {
    match given {
        Given::One(value) => text(json, value),
        // Writing into a string has no way to fail.
        Given::Number(number) => drop(write!(json, "{number}")),
        Given::List(values) => list(json, ['[', ']'], values.iter(), text),
    }
}

fn list<T>(
    json: &mut String,
    [open, close]: [char; 2],
    items: impl IntoIterator<Item = T>,
    mut write: impl FnMut(&mut String, T),
) {
    json.push(open);
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            json.push(',');
        }
        write(json, item);
    }
    json.push(close);
}

fn text(json: &mut String, text: &str) {
    json.push('"');
    let is_plain = |byte: u8| byte >= b' ' && byte != b'"' && byte != b'\\';
    if text.bytes().all(is_plain) {
        json.push_str(text);
    } else {
        for letter in text.chars() {
            match letter {
                '"' | '\\' => json.extend(['\\', letter]),
                control if control < ' ' => drop(write!(json, "\\u{:04x}", u32::from(control))),
                letter => json.push(letter),
            }
        }
    }
    json.push('"');
}
