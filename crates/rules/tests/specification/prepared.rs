//! A prepared policy gives what the policy gives, and takes no bytes that it has not written.

use proptest::prelude::*;
use rules::{Facts, Policy, Prepared, RulesError, Value};

use crate::fixture::{day, header, policy, rule};

/// A policy whose decisions have everything that decisions can have.
fn sample() -> Policy {
    let outcome = header("outcome", "priority", &["a", "b"])
        + &rule(
            "R1",
            "a",
            "from = 2026-01-01\nuntil = 2026-02-28",
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
        + &rule("R3", "c", "", &[&[("term.months", "not([1..12])")]])
        + &rule("R4", "d", "from = 2026-04-01", &[&[]]);
    let points = header("points", "collect sum", &["2", "1.5"])
        + &rule("R5", "2", "", &[&[("subject.age", "< 18")]])
        + &rule("R6", "1.5", "", &[&[("outcome", "\"b\"")]]);
    let count =
        header("count", "collect count", &["x"]) + &rule("R7", "x", "", &[&[("points", ">= 2")]]);
    let minutes = r#"
[[parameter]]
name = "consent.minutes"
value = 60
rule = "R3"
source = "order"
confidence = "low"
message = "R3"
until = 2026-03-01
"#;
    policy(&[&outcome, &consent, &points, &count, minutes])
}

const DAYS: [&str; 9] = [
    "0001-01-01",
    "2025-12-31",
    "2026-01-01",
    "2026-02-28",
    "2026-03-01",
    "2026-03-31",
    "2026-04-01",
    "2026-04-02",
    "9999-12-31",
];

/// What is known of a case, fact by fact, for each choice of numbers.
fn facts(policy: &Policy, choices: &[u8]) -> Facts {
    let mut facts = Facts::new();
    for (fact, choice) in policy.fact_ids().zip(choices) {
        let values: [Value<'_>; 8] = [
            Value::Null,
            true.into(),
            false.into(),
            "permanent".into(),
            "temporary".into(),
            15.into(),
            11.into(),
            20.into(),
        ];
        if let Some(value) = values.get(usize::from(*choice)) {
            let _of_another_type = facts.set_fact(policy, fact, *value);
        }
    }
    facts
}

/// Uses everything a prepared policy offers.
fn exercise(prepared: &Prepared<'_>, facts: &Facts) {
    let outline = prepared.outline();
    for on in DAYS.map(day) {
        let Ok(decision) = prepared.in_force("verdict", on) else {
            continue;
        };
        for facts in [&Facts::new(), facts] {
            for because in decision.evaluate(facts).because {
                assert!(outline.rule_version(because.rule).is_some());
            }
            for standing in decision.standing(facts) {
                let version = outline.rule_version(standing.rule);
                outline.is_in_force(standing.rule, on);
                assert!(version.is_some_and(|version| version.rows.is_empty()));
            }
        }
        outline.parameter("consent.minutes", on);
    }
}

proptest! {
    #[test]
    fn it_decides_as_the_policy_on_every_day(choices in prop::collection::vec(0_u8..16, 20)) {
        let policy = sample();
        let bytes = policy.prepare(&["verdict"]).unwrap();
        let prepared = Prepared::decode(&bytes).unwrap();
        let facts = facts(&policy, &choices);
        for on in DAYS.map(day) {
            let ready = prepared.in_force("verdict", on).unwrap();
            let compiled = policy.in_force("verdict", on).unwrap();
            prop_assert_eq!(ready.on(), on);
            prop_assert_eq!(ready.facts(), compiled.facts());
            prop_assert_eq!(ready.evaluate(&facts), compiled.evaluate(&facts));
            prop_assert_eq!(ready.standing(&facts), compiled.standing(&facts));
        }
    }

    #[test]
    fn damaged_bytes_do_no_harm(
        place in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        choices in prop::collection::vec(0_u8..16, 20),
    ) {
        let policy = sample();
        let mut bytes = policy.prepare(&["verdict"]).unwrap();
        let place = place.index(bytes.len());
        bytes[place] = byte;
        if let Ok(prepared) = Prepared::decode(&bytes) {
            exercise(&prepared, &facts(&policy, &choices));
        }
    }

    #[test]
    fn random_bytes_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut begun = vec![1];
        begun.extend(&bytes);
        for bytes in [&bytes, &begun] {
            if let Ok(prepared) = Prepared::decode(bytes) {
                exercise(&prepared, &Facts::new());
            }
        }
    }
}

#[test]
fn bytes_that_end_too_early_are_damaged() {
    let bytes = sample().prepare(&["verdict"]).unwrap();
    for length in 0..bytes.len() {
        let found = Prepared::decode(&bytes[..length]).err();
        assert_eq!(found, Some(RulesError::Damaged), "{length}");
    }
}

#[test]
fn the_outline_is_that_of_the_policy_without_the_rows() {
    let policy = sample();
    let bytes = policy.prepare(&["verdict"]).unwrap();
    let prepared = Prepared::decode(&bytes).unwrap();
    let outline = prepared.outline();
    assert_eq!(outline.version(), policy.version());
    assert_eq!(outline.facts(), policy.facts());
    for mut version in policy.rules() {
        let found = outline.rule_version(version.reference);
        version.rows = &[];
        assert_eq!(found, Some(version));
        for on in DAYS.map(day) {
            assert_eq!(
                outline.is_in_force(version.reference, on),
                policy.outline().is_in_force(version.reference, on)
            );
        }
    }
    let on = day("2026-03-01");
    let parameter = |name| outline.parameter(name, on);
    assert_eq!(
        parameter("consent.minutes"),
        policy.parameter("consent.minutes", on)
    );
}

#[test]
fn a_goal_that_was_not_prepared_is_refused() {
    let policy = sample();
    let bytes = policy.prepare(&[]).unwrap();
    let prepared = Prepared::decode(&bytes).unwrap();
    let goal = "verdict".to_owned();
    let found = prepared.in_force(&goal, day("2026-03-01"));
    assert_eq!(found.err(), Some(RulesError::NotPrepared { goal }));
    assert!(policy.prepare(&["no goal"]).is_err());
}

#[test]
fn values_are_admitted_as_facts_are_set() {
    let policy = sample();
    for (name, value) in [
        ("subject.age", Value::from(15)),
        ("subject.age", Value::from(-1)),
        ("subject.age", Value::from(true)),
        ("service", Value::from("permanent")),
        ("service", Value::from("permanently")),
        ("no fact", Value::from(1)),
    ] {
        let (mut admitted, mut set) = (Facts::new(), Facts::new());
        let is_admitted = policy.outline().admit(&mut admitted, name, value);
        assert_eq!(
            is_admitted,
            set.set(&policy, name, value).is_ok(),
            "{name} {value}"
        );
        assert_eq!(admitted, set);
    }
}
