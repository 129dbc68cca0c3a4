//! Which fact to ask next.

use std::collections::HashMap;

use proptest::prelude::*;
use rules::{Decision, FactId, Facts, Policy};

use crate::fixture::{day, facts, header, policy, rule};
use crate::oracle::{Fact, Sample};
use crate::properties::{Partial, Trial, files, parse, partial, trial};

/// A policy about booleans `a`, `b`, …, each with the weights of false and true.
fn booleans(weights: &[(u16, u16)], table: &str) -> Policy {
    let mut text = "[[source]]\nid = \"order\"\ntitle = \"s\"\n".to_owned();
    for (name, (no, yes)) in ('a'..).zip(weights) {
        text += &format!(
            "[[fact]]\nname = \"{name}\"\ntype = \"boolean\"\nasks = \"answer\"\nweights = {{ false = {no}, true = {yes} }}\n"
        );
    }
    parse(&[
        ("facts.toml".to_owned(), text),
        ("t.toml".to_owned(), table.to_owned()),
    ])
    .unwrap()
}

/// The fact to ask with the questions expected, `a 1.5`, or `a` if their number is not known.
fn asked(policy: &Policy, facts: &Facts) -> String {
    let decision = policy.in_force("verdict", day("2026-03-01")).unwrap();
    match decision.next_question(facts) {
        None => "-".to_owned(),
        Some(question) => {
            let name = &policy.facts()[question.fact.index()].name;
            match question.expected {
                Some(expected) => format!("{name} {}", (expected * 1e6).round() / 1e6),
                None => name.clone(),
            }
        }
    }
}

/// Refused as soon as one of the facts is false.
fn all(names: &[&str]) -> String {
    let mut table = header("outcome", "first", &["refused", "online"]);
    for name in names {
        table += &rule(name, "refused", "", &[&[(name, "false")]]);
    }
    table + &rule("else", "online", "", &[&[]])
}

#[test]
fn what_most_likely_settles_the_verdict_is_asked_first() {
    let policy = booleans(&[(1, 9), (5, 5), (2, 8)], &all(&["a", "b", "c"]));
    let check = |known: &[(&str, bool)], expected: &str| {
        let mut facts = Facts::new();
        for (name, value) in known {
            facts.set(&policy, name, *value).unwrap();
        }
        assert_eq!(asked(&policy, &facts), expected, "{known:?}");
    };
    // b, then c in half of the cases, then a in 0.4 of them.
    check(&[], "b 1.9");
    check(&[("b", true)], "c 1.8");
    check(&[("b", true), ("c", true)], "a 1");
    check(&[("b", false)], "-");
    check(&[("a", true), ("b", true), ("c", true)], "-");
}

#[test]
fn beyond_what_is_exact_the_fewest_facts_are_left() {
    let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
    let mut weights = vec![(1, 99); 10];
    weights[6] = (3, 97);
    let policy = booleans(&weights, &all(&names));
    assert_eq!(asked(&policy, &Facts::new()), "g");
    let mut facts = Facts::new();
    facts.set(&policy, "g", true).unwrap();
    assert_eq!(asked(&policy, &facts), "a");
    facts.set(&policy, "a", true).unwrap();
    // Each of the eight is asked if those before it were true.
    let expected: f64 = (0..8).map(|n| 0.99_f64.powi(n)).sum();
    assert_eq!(
        asked(&policy, &facts),
        format!("b {}", (expected * 1e6).round() / 1e6)
    );
    facts.set(&policy, "d", false).unwrap();
    assert_eq!(asked(&policy, &facts), "-");
}

#[test]
fn without_weights_each_value_is_expected_as_often() {
    let table = [
        header("outcome", "first", &["refused", "online"]),
        // 14 of 121 ages; half of the intervals of a domain without end; one of three answers.
        rule("R1", "refused", "", &[&[("subject.age", "< 14")]]),
        rule("R2", "refused", "", &[&[("dwelling.m2", "< 15")]]),
        rule("R3", "refused", "", &[&[("consent", "null")]]),
        rule("R4", "online", "", &[&[]]),
    ];
    let policy = policy(&[&table.concat()]);
    let check = |known: &[(&str, &str)], expected: &str| {
        assert_eq!(
            asked(&policy, &facts(&policy, known)),
            expected,
            "{known:?}"
        );
    };
    check(&[], &format!("dwelling.m2 {}", 1.833333));
    check(&[("dwelling.m2", "20")], &format!("consent {}", 1.666667));
    check(
        &[("consent", "agreed"), ("dwelling.m2", "20")],
        "subject.age 1",
    );
}

#[test]
fn weights_are_shared_by_the_values_of_their_cells() {
    let fact = |name: &str, kind: &str, weights: &str| {
        format!(
            "[[fact]]\nname = \"{name}\"\n{kind}\nasks = \"answer\"\nweights = {{ {weights} }}\n"
        )
    };
    let table = [
        header("outcome", "first", &["refused", "online"]),
        rule("R1", "refused", "", &[&[("age", "< 16")]]),
        rule("R2", "refused", "", &[&[("x", "true")]]),
        rule("R3", "online", "", &[&[]]),
    ]
    .concat();
    // `x` is asked first if it refuses more often than the age.
    let check = |age: &str, weights: &str, percent: u32| {
        for (refusing, expected) in [(percent * 10 - 1, "age"), (percent * 10 + 1, "x")] {
            let text = [
                "[[source]]\nid = \"order\"\ntitle = \"s\"\n".to_owned(),
                fact("age", age, weights),
                fact(
                    "x",
                    "type = \"boolean\"",
                    &format!("true = {refusing}, false = {}", 1000 - refusing),
                ),
            ];
            let files = [
                ("facts.toml".to_owned(), text.concat()),
                ("t.toml".to_owned(), table.clone()),
            ];
            let policy = parse(&files).unwrap();
            let asked = asked(&policy, &Facts::new());
            assert!(
                asked.starts_with(expected),
                "{weights}: {asked}, not {expected}"
            );
        }
    };
    let bounded = "type = \"whole\"\nmin = 0\nmax = 19";
    check(bounded, "\"-\" = 1", 80);
    check(bounded, "\"[15..19]\" = 1", 20);
    check(bounded, "\"< 16\" = 1, \">= 16\" = 1", 50);
    check(bounded, "\"3\" = 1, \"-\" = 1", 90);
    check(bounded, "\"not(3, 4, 5, 6)\" = 4, \"17\" = 1", 60);
    check(
        "type = \"whole\"\nmin = 0",
        "\"< 18\" = 4, \">= 18\" = 1",
        40,
    );
    check(
        "type = \"whole\"\nmax = 19\nmin = 0\noptional = true",
        "\"null\" = 9, \"0\" = 1",
        10,
    );
}

/// The expected number of questions about [`booleans`] if the next one is chosen as told.
fn expected(
    policy: &Policy,
    weights: &[(u16, u16)],
    known: &Facts,
    next: &impl Fn(&Decision<'_>, &Facts) -> FactId,
) -> f64 {
    let decision = policy.in_force("verdict", day("2026-03-01")).unwrap();
    if decision.evaluate(known).is_known() {
        return 0.0;
    }
    let fact = next(&decision, known);
    let (no, yes) = weights[fact.index()];
    let after = |value: bool| {
        let mut known = known.clone();
        known.set_fact(policy, fact, value).unwrap();
        expected(policy, weights, &known, next)
    };
    let (no, yes) = (f64::from(no), f64::from(yes));
    1.0 + (no * after(false) + yes * after(true)) / (no + yes)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]
    #[test]
    fn no_more_questions_are_expected_than_in_order(
        weights in prop::collection::vec((1_u16..=9, 1_u16..=9), 10),
        rows in prop::collection::vec((prop::collection::vec(0..6_u8, 10), any::<bool>()), 6),
    ) {
        let mut table = header("outcome", "first", &["a", "b"]);
        for (number, (cells, then)) in rows.iter().enumerate() {
            let names: Vec<String> = ('a'..).take(10).map(String::from).collect();
            let cells = names.iter().zip(cells).filter_map(|(name, cell)| match cell {
                0 => Some((name.as_str(), "true")),
                1 => Some((name.as_str(), "false")),
                _ => None,
            });
            let cells: Vec<(&str, &str)> = cells.collect();
            table += &rule(&format!("r{number}"), if *then { "a" } else { "b" }, "", &[&cells]);
        }
        let policy = booleans(&weights, &table);
        let chosen = expected(&policy, &weights, &Facts::new(), &|decision, known| {
            decision.next_question(known).unwrap().fact
        });
        let in_order = expected(&policy, &weights, &Facts::new(), &|decision, known| {
            decision.evaluate(known).missing[0]
        });
        prop_assert!(chosen < in_order + 1e-9, "{chosen} {in_order}");
    }
}

/// The least expected number of questions, by trying every order.
struct Brute<'t> {
    trial: &'t Trial,
    weights: &'t [Vec<u16>],
    after: &'t [Option<usize>],
    known: HashMap<Partial, f64>,
}

impl Brute<'_> {
    fn expected(&mut self, partial: &Partial) -> f64 {
        if let Some(expected) = self.known.get(partial) {
            return *expected;
        }
        let mut outputs = self.trial.completions(partial).map(|(_, outputs)| outputs);
        let first = outputs.next().unwrap();
        let expected = match outputs.all(|outputs| outputs == first) {
            true => 0.0,
            false => {
                let facts = 0..self.trial.model.facts.len();
                let missing = self.trial.missing(partial);
                let waits = |fact: usize| {
                    self.after[fact]
                        .is_some_and(|after| missing.iter().any(|fact| fact.index() == after))
                };
                let open: Vec<usize> = facts
                    .filter(|fact| partial[*fact].is_none() && !waits(*fact))
                    .collect();
                let open = open.into_iter();
                open.map(|fact| self.after(partial, fact))
                    .fold(f64::INFINITY, f64::min)
            }
        };
        self.known.insert(partial.clone(), expected);
        expected
    }

    fn after(&mut self, partial: &Partial, fact: usize) -> f64 {
        let samples = self.trial.model.facts[fact].samples();
        let weights = &self.weights[fact];
        let total: f64 = weights[..samples.len()]
            .iter()
            .map(|weight| f64::from(*weight))
            .sum();
        let mut expected = 1.0;
        for (sample, weight) in samples.into_iter().zip(weights) {
            let mut after = partial.clone();
            after[fact] = Some(sample);
            expected += f64::from(*weight) / total * self.expected(&after);
        }
        expected
    }
}

/// `weights = { … }` with a weight for each sample.
fn declared(fact: Fact, weights: &[u16]) -> String {
    let entries = fact
        .samples()
        .into_iter()
        .zip(weights)
        .map(|(sample, weight)| {
            let cell = match sample {
                Sample::Null => "null".to_owned(),
                Sample::Bool(value) => value.to_string(),
                Sample::Text(index) => format!("\"t{index}\""),
                Sample::Quarters(quarters) => crate::properties::number(quarters).to_string(),
            };
            format!("'{cell}' = {weight}")
        });
    format!(
        "weights = {{ {} }}\n",
        entries.collect::<Vec<_>>().join(", ")
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn the_best_question_is_asked(
        (model, known) in trial(),
        weights in prop::collection::vec(prop::collection::vec(1_u16..=9, 8), 4),
        after in prop::collection::vec(prop::option::weighted(0.3, any::<prop::sample::Index>()), 4),
    ) {
        let Some(mut trial) = Trial::new(model) else { return Ok(()) };
        let after: Vec<Option<usize>> = after
            .iter()
            .enumerate()
            .map(|(index, after)| after.filter(|_| index > 0).map(|after| after.index(index)))
            .collect();
        let mut files = files(&trial.model);
        for (index, fact) in trial.model.facts.iter().enumerate() {
            let name = format!("name = \"f{index}\"\n");
            let mut weighed = format!("{name}{}", declared(*fact, &weights[index]));
            if let Some(after) = after[index] {
                weighed += &format!("after = \"f{after}\"\n");
            }
            files[0].1 = files[0].1.replace(&name, &weighed);
        }
        trial.policy = parse(&files).unwrap();
        let partial = partial(&trial.model.facts, &known);
        let facts = trial.facts(&partial);
        let decision = trial.decision();
        let verdict = decision.evaluate(&facts);
        let mut brute = Brute { trial: &trial, weights: &weights, after: &after, known: HashMap::new() };
        let least = brute.expected(&partial);
        match decision.next_question(&facts) {
            None => prop_assert!(verdict.is_known()),
            Some(question) => {
                prop_assert!(verdict.missing.contains(&question.fact));
                if let Some(after) = after[question.fact.index()] {
                    prop_assert!(!verdict.missing.iter().any(|fact| fact.index() == after));
                }
                prop_assert!((question.expected.unwrap() - least).abs() < 1e-6);
                prop_assert!((brute.after(&partial, question.fact.index()) - least).abs() < 1e-6);
            }
        }
    }
}
