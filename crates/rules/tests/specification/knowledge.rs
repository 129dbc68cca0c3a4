//! Facts, and what is said while some are missing.

use rules::{Facts, Number, RulesError, Value};

use crate::fixture::{because, facts, header, missing, policy, rule, verdict};

#[test]
fn a_case_split_is_a_known_verdict() {
    let table = header("outcome", "priority", &["refused", "online"])
        + &rule("R1", "refused", "", &[&[("subject.age", "< 14")]])
        + &rule(
            "R2",
            "refused",
            "",
            &[&[("subject.age", ">= 14"), ("service", r#""temporary""#)]],
        )
        + &rule("R3", "online", "", &[&[]]);
    let policy = policy(&[&table]);
    let known = facts(&policy, &[("service", "temporary")]);
    let verdict = verdict(&policy).evaluate(&known);
    assert_eq!(verdict.output("outcome"), Some("refused"));
    assert_eq!(because(&policy, &verdict), ["R1?", "R2?", "R3"]);
    assert_eq!(verdict.missing, []);
}

#[test]
fn a_fact_that_cannot_matter_is_not_missing() {
    let table = header("outcome", "priority", &["refused", "online"])
        + &rule("R1", "refused", "", &[&[("subject.age", "< 14")]])
        + &rule("R2", "refused", "", &[&[("dwelling.found", "false")]])
        + &rule("R3", "online", "", &[&[("service", "-")]]);
    let policy = policy(&[&table]);
    let decision = verdict(&policy);
    for (known, expected) in [
        (&[][..], &["subject.age", "dwelling.found"][..]),
        (&[("subject.age", "14")], &["dwelling.found"]),
        (&[("dwelling.found", "true")], &["subject.age"]),
        (&[("subject.age", "3")], &[]),
        (&[("dwelling.found", "false")], &[]),
        (
            &[("service", "permanent")],
            &["subject.age", "dwelling.found"],
        ),
    ] {
        let verdict = decision.evaluate(&facts(&policy, known));
        assert_eq!(missing(&policy, &verdict), expected, "{known:?}");
        assert_eq!(verdict.is_known(), expected.is_empty());
    }
}

#[test]
fn a_fact_known_early_can_make_others_not_matter() {
    // Once the last fact is known the two rules say the same whatever the first one is.
    let table = header("outcome", "first", &["a", "b"])
        + &rule(
            "R1",
            "a",
            "",
            &[&[
                ("service", r#""permanent""#),
                ("subject.age", "< 14"),
                ("dwelling.found", "true"),
            ]],
        )
        + &rule(
            "R2",
            "a",
            "",
            &[&[("service", r#""temporary""#), ("subject.age", "< 14")]],
        )
        + &rule("R3", "b", "", &[&[]]);
    let policy = policy(&[&table]);
    for (found, expected) in [
        ("true", &["subject.age"][..]),
        ("false", &["service", "subject.age"]),
    ] {
        let verdict = verdict(&policy).evaluate(&facts(&policy, &[("dwelling.found", found)]));
        assert_eq!(missing(&policy, &verdict), expected, "{found}");
    }
}

#[test]
fn facts_of_another_goal_are_never_missing() {
    let verdicts = header("outcome", "first", &["a", "b"])
        + &rule("R1", "a", "", &[&[("service", r#""permanent""#)]])
        + &rule("R2", "b", "", &[&[]]);
    let notices = header("notice", "collect", &["c"]).replace("\"verdict\"", "\"notices\"")
        + &rule("R3", "c", "", &[&[("dwelling.found", "true")]]);
    let policy = policy(&[&verdicts, &notices]);
    let decision = verdict(&policy);
    let verdict = decision.evaluate(&facts(&policy, &[]));
    assert_eq!(missing(&policy, &verdict), ["service"]);
    assert_eq!(decision.facts(), policy.fact("service").as_slice());
}

#[test]
fn a_value_is_checked_against_the_declaration() {
    let policy = policy(&[]);
    let mut facts = Facts::new();
    let check = |facts: &mut Facts, name: &str, value: Value<'_>, message: &str| {
        let error = facts.set(&policy, name, value).unwrap_err();
        assert_eq!(error.to_string(), message);
    };
    check(
        &mut facts,
        "subject.agee",
        15.into(),
        r#"unknown fact "subject.agee", did you mean "subject.age"?"#,
    );
    check(&mut facts, "x", 15.into(), r#"unknown fact "x""#);
    check(
        &mut facts,
        "subject.age",
        121.into(),
        "subject.age cannot be 121: expected a whole number from 0 up to 120",
    );
    check(
        &mut facts,
        "subject.age",
        Number::from_millionths(15_500_000).into(),
        "subject.age cannot be 15.5: expected a whole number from 0 up to 120",
    );
    check(
        &mut facts,
        "subject.age",
        "15".into(),
        r#"subject.age cannot be "15": expected a whole number from 0 up to 120"#,
    );
    check(
        &mut facts,
        "service",
        "permanemt".into(),
        r#"service cannot be "permanemt": expected one of "permanent", "temporary", did you mean "permanent"?"#,
    );
    check(
        &mut facts,
        "dwelling.found",
        Value::Null,
        "dwelling.found cannot be null: expected true or false",
    );
    check(
        &mut facts,
        "dwelling.m2",
        (-1).into(),
        "dwelling.m2 cannot be -1: expected a number from 0",
    );
    assert_eq!(facts, Facts::new());
}

#[test]
fn what_is_set_can_be_read_and_forgotten() {
    let policy = policy(&[]);
    let mut facts = Facts::new();
    facts.set(&policy, "consent", Value::Null).unwrap();
    facts.set(&policy, "service", "temporary").unwrap();
    facts.set(&policy, "subject.age", 15).unwrap();
    facts.set(&policy, "subject.age", 16).unwrap();
    let named = |name| policy.fact(name).unwrap();
    assert_eq!(
        facts.get(&policy, named("subject.age")),
        Some(Value::Number(16.into()))
    );
    assert_eq!(
        facts.get(&policy, named("service")),
        Some(Value::Text("temporary"))
    );
    assert_eq!(facts.get(&policy, named("dwelling.m2")), None);
    let known: Vec<_> = facts.iter(&policy).map(|(fact, _)| fact).collect();
    assert_eq!(
        known,
        [named("service"), named("subject.age"), named("consent")]
    );
    for fact in known {
        assert!(facts.is_known(fact));
        facts.clear(fact);
        assert!(!facts.is_known(fact));
    }
    assert_eq!(facts, Facts::new());
}

#[test]
fn an_unknown_goal_is_told_with_the_nearest() {
    let policy = policy(&[&header("outcome", "first", &["a"])]);
    let error = policy
        .in_force("verdit", "2026-01-31".parse().unwrap())
        .unwrap_err();
    let expected = RulesError::UnknownGoal {
        name: "verdit".to_owned(),
        nearest: Some("verdict".to_owned()),
    };
    assert_eq!(error, expected);
}
