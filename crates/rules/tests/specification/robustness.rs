//! No input makes the engine panic.

use proptest::prelude::*;
use rules::{Decision, Facts, Policy, PolicyFile, RulesError, Value};

use crate::fixture::{FACTS, day, facts, header, policy, rule};

fn sample() -> Policy {
    let outcome = header("outcome", "priority", &["a", "b"])
        + &rule(
            "R1",
            "a",
            "from = 2026-01-01",
            &[&[("subject.age", "[14..16)"), ("service", "\"permanent\"")]],
        )
        + &rule(
            "R2",
            "b",
            "switch = \"area:2026\"",
            &[&[("dwelling.m2", "< 15.5")], &[("consent", "null")]],
        );
    let consent = header("consent", "collect", &["c", "d"])
        + "when_output = { outcome = \"b\" }\n"
        + &rule("R3", "c", "", &[&[("term.months", "not([1..12])")]]);
    let facts = FACTS
        .replace(
            "name = \"subject.age\"\n",
            "name = \"subject.age\"\nweights = { \"< 18\" = 1, \">= 18\" = 9 }\n",
        )
        .replace(
            "name = \"dwelling.m2\"\n",
            "name = \"dwelling.m2\"\nchange = 8\nafter = \"dwelling.found\"\n",
        );
    let files = [
        ("facts.toml", &facts),
        ("o.toml", &outcome),
        ("c.toml", &consent),
    ];
    let files = files.map(|(name, text)| PolicyFile { name, text });
    Policy::parse(&files).unwrap()
}

/// Uses everything a policy offers.
fn exercise(policy: &Policy) {
    for on in ["2026-03-01", "0001-01-01", "9999-12-31"].map(day) {
        for goal in policy.tables().iter().map(|table| table.goal.as_str()) {
            let Ok(decision) = policy.in_force(goal, on) else {
                continue;
            };
            let verdict = decision.evaluate(&Facts::new());
            let _ = decision.standing(&Facts::new());
            let mut known = Facts::new();
            for fact in policy.fact_ids() {
                for value in [Value::from(true), "permanent".into(), 14.into()] {
                    let _ = known.set_fact(policy, fact, value);
                }
                let _ = decision.evaluate(&known);
                take_apart(policy, &decision, &known);
            }
            take_apart(policy, &decision, &Facts::new());
            for because in verdict.because {
                assert!(policy.rule_version(because.rule).is_some());
            }
        }
    }
    let _ = (policy.dates(), policy.rules().count(), policy.encode());
}

/// Looks at everything that is said of a verdict.
fn take_apart(policy: &Policy, decision: &Decision<'_>, known: &Facts) {
    let explanation = decision.explain(known);
    for table in explanation.tables() {
        let _ = (table.relevance(), table.possible().len());
        for rule in table.rules() {
            let _ = (rule.in_force(), rule.truth());
            for cell in rule.rows().flat_map(|row| row.obstacles()) {
                let _ = (cell.feel().to_string(), cell.value());
            }
        }
        let output = &table.table().output;
        for value in &table.table().values {
            let found = decision.counterfactuals(known, output, value, 3);
            for change in found.iter().flatten().flat_map(|found| &found.changes) {
                let declaration = &policy.facts()[change.fact.index()];
                let _ = change.to.feel(declaration).to_string();
            }
            let why_not = explanation.why_not(output, value);
            let _ = why_not.map(|why_not| why_not.outranking().len());
        }
    }
    let missing = decision.evaluate(known).missing;
    let next = decision.next_question(known).map(|question| question.fact);
    assert_eq!(next.is_none(), missing.is_empty());
    assert!(next.is_none_or(|next| missing.contains(&next)));
}

proptest! {
    #[test]
    fn decoding_random_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Policy::decode(&bytes);
        let mut begun = vec![sample().encode()[0]];
        begun.extend(bytes);
        if let Ok(policy) = Policy::decode(&begun) {
            exercise(&policy);
        }
    }

    #[test]
    fn decoding_damaged_policies(
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        length in any::<prop::sample::Index>(),
        cut in any::<bool>(),
    ) {
        let mut bytes = sample().encode();
        for (place, byte) in damage {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if cut {
            bytes.truncate(length.index(bytes.len()));
        }
        if let Ok(policy) = Policy::decode(&bytes) {
            exercise(&policy);
        }
    }

    #[test]
    fn parsing_random_cells(
        fact in prop::sample::select(vec!["service", "subject.age", "dwelling.m2", "consent", "dwelling.found"]),
        cell in prop_oneof![
            "[^'\n\r]{0,30}",
            "(not ?\\()?(-|\"|\\[|\\(|\\]|<=?|>=?|\\.\\.|,|[0-9]{1,4}|\\.| |null|true|permanent|\\\\)*\\)?",
        ],
    ) {
        let table = header("outcome", "first", &["a"]) + &rule("R1", "a", "", &[&[(fact, &cell)]]);
        let files = [PolicyFile { name: "a.toml", text: FACTS }, PolicyFile { name: "t.toml", text: &table }];
        if let Ok(policy) = Policy::parse(&files) {
            exercise(&policy);
        }
    }

    #[test]
    fn parsing_random_files(text in prop_oneof![
        ".{0,200}",
        "((\\[\\[?)?(fact|rule|table|when|source|name|values|hit|from|silent|min)(\\]\\]?)?( = )?([0-9]{1,3}|\"[a-z]{0,3}\"|\\[|\\]|\\{|\\}|2026-01-31|true)?\n?){0,20}",
    ]) {
        let _ = Policy::parse(&[PolicyFile { name: "t.toml", text: &text }]);
    }

    #[test]
    fn parsing_files_with_a_piece_missing(from in any::<prop::sample::Index>(), length in 1_usize..20) {
        let mut text: Vec<char> = FACTS.chars().collect();
        let from = from.index(text.len());
        text.drain(from..(from + length).min(text.len()));
        let text: String = text.into_iter().collect();
        let _ = Policy::parse(&[PolicyFile { name: "t.toml", text: &text }]);
    }
}

#[test]
fn bytes_of_another_format_are_refused() {
    let mut bytes = sample().encode();
    assert_eq!(Policy::decode(&bytes), Ok(sample()));
    bytes[0] += 1;
    assert_eq!(Policy::decode(&bytes), Err(RulesError::Damaged));
    assert_eq!(Policy::decode(&[]), Err(RulesError::Damaged));
}

#[test]
fn facts_of_another_policy_are_taken_for_missing() {
    let sample = sample();
    let table = header("outcome", "first", &["a", "b"])
        + &rule("R1", "a", "", &[&[("x", "true")]])
        + &rule("R2", "b", "", &[&[]]);
    let fact = "[[fact]]\nname = \"x\"\ntype = \"boolean\"\nasks = \"answer\"\n[[source]]\nid = \"order\"\ntitle = \"\"\n";
    let files = [
        PolicyFile {
            name: "f.toml",
            text: fact,
        },
        PolicyFile {
            name: "t.toml",
            text: &table,
        },
    ];
    let other = Policy::parse(&files).unwrap();
    let decision = other.in_force("verdict", day("2026-03-01")).unwrap();
    let foreign = facts(&sample, &[("subject.age", "14"), ("dwelling.m2", "3")]);
    assert_eq!(
        decision.evaluate(&foreign).missing,
        other.fact("x").as_slice()
    );
}

#[test]
fn a_goal_beyond_reason_is_refused() {
    // A sum over forty conditions of which no two are alike: the number of states doubles with each.
    let mut table = String::new();
    for n in 0..44 {
        table += &format!("[[fact]]\nname = \"f{n}\"\ntype = \"boolean\"\nasks = \"answer\"\n");
    }
    table += &header("outcome", "first", &["a", "b"]);
    for n in 0..22 {
        let (one, other) = (format!("f{n}"), format!("f{}", n + 22));
        table += &rule(&one, "a", "", &[&[(&one, "true"), (&other, "true")]]);
    }
    table += &rule("R", "b", "", &[&[]]);
    let policy = policy(&[&table]);
    let error = policy.in_force("verdict", day("2026-03-01")).unwrap_err();
    assert_eq!(
        error,
        RulesError::TooComplex {
            goal: "verdict".to_owned()
        }
    );
}
