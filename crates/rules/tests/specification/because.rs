//! Which rules a verdict names, and how each rule stands.

use rules::Truth;

use crate::fixture::{because, facts, header, policy, rule, verdict};

fn table(silent: &str) -> String {
    header("outcome", "priority", &["visit", "refused", "online"])
        + silent
        + &rule("R16", "online", "", &[&[("subject.age", ">= 16")]])
        + &rule("R12", "refused", "", &[&[("dwelling.found", "false")]])
        + &rule("R15", "refused", "", &[&[("term.months", "not([1..12])")]])
        + &rule("R5", "visit", "", &[&[("service", r#""permanent""#)]])
}

#[track_caller]
fn check(silent: &str, known: &[(&str, &str)], expected: &[&str]) {
    let policy = policy(&[&table(silent)]);
    let verdict = verdict(&policy).evaluate(&facts(&policy, known));
    assert_eq!(because(&policy, &verdict), expected, "{known:?}");
}

#[test]
fn every_blocking_rule_is_named_the_deciding_first() {
    let adult = ("subject.age", "30");
    let silent = "silent = [\"online\"]\n";
    let blocked = [
        adult,
        ("dwelling.found", "false"),
        ("term.months", "13"),
        ("service", "permanent"),
    ];
    check(silent, &blocked, &["R5", "R12", "R15"]);
    check("", &blocked, &["R5", "R12", "R15", "R16"]);
}

#[test]
fn a_silent_output_is_named_when_it_is_the_verdict() {
    let known = [
        ("subject.age", "30"),
        ("dwelling.found", "true"),
        ("term.months", "3"),
        ("service", "temporary"),
    ];
    check("silent = [\"online\"]\n", &known, &["R16"]);
}

#[test]
fn rules_that_may_yet_apply_are_not_named_beside_certain_ones() {
    let known = [("dwelling.found", "false"), ("service", "temporary")];
    check("", &known, &["R12"]);
    check("", &[("service", "permanent")], &["R5"]);
}

#[test]
fn nothing_is_named_while_the_verdict_is_open() {
    check("", &[("dwelling.found", "false")], &[]);
}

#[test]
fn every_rule_in_force_stands_somewhere() {
    let policy = policy(&[&table("")]);
    let known = facts(&policy, &[("subject.age", "15"), ("term.months", "0")]);
    let standing = verdict(&policy).standing(&known);
    let standing: Vec<_> = standing
        .iter()
        .map(|standing| {
            (
                policy.rule_version(standing.rule).unwrap().id,
                standing.truth,
            )
        })
        .collect();
    let expected = [
        ("R5", Truth::Unknown),
        ("R12", Truth::Unknown),
        ("R15", Truth::True),
        ("R16", Truth::False),
    ];
    assert_eq!(standing, expected);
}

#[test]
fn a_condition_is_true_when_its_rows_leave_no_gap() {
    let table = header("outcome", "first", &["a"])
        + &rule(
            "R1",
            "a",
            "",
            &[
                &[("subject.age", "< 14"), ("dwelling.found", "true")],
                &[("subject.age", "> 12"), ("dwelling.found", "true")],
            ],
        );
    let policy = policy(&[&table]);
    for (found, expected) in [("true", Truth::True), ("false", Truth::False)] {
        let known = facts(&policy, &[("dwelling.found", found)]);
        assert_eq!(verdict(&policy).standing(&known)[0].truth, expected);
    }
}

#[test]
fn of_a_first_table_only_the_deciding_rule_is_named() {
    let table = header("outcome", "first", &["a", "b"])
        + &rule(
            "R1",
            "a",
            "",
            &[&[("subject.age", "< 14"), ("dwelling.found", "true")]],
        )
        + &rule("R2", "a", "", &[&[("dwelling.found", "true")]])
        + &rule("R3", "b", "", &[&[]])
        + &rule("R4", "a", "", &[&[]]);
    let policy = policy(&[&table]);
    let decision = verdict(&policy);
    for (known, expected) in [
        (&[("dwelling.found", "true")][..], &["R2"][..]),
        (&[("dwelling.found", "true"), ("subject.age", "3")], &["R1"]),
        (&[("dwelling.found", "false")], &["R3"]),
    ] {
        let verdict = decision.evaluate(&facts(&policy, known));
        assert_eq!(because(&policy, &verdict), expected, "{known:?}");
    }
}

#[test]
fn a_cell_holds_or_does_not_or_nobody_knows() {
    let policy = policy(&[&table("")]);
    let rule = policy.rule("R16").next().unwrap();
    let [(fact, cell)] = rule.rows[0].cells.as_slice() else {
        panic!("one cell");
    };
    for (known, expected) in [
        (&[("subject.age", "16")][..], Truth::True),
        (&[("subject.age", "15")], Truth::False),
        (&[], Truth::Unknown),
    ] {
        assert_eq!(facts(&policy, known).truth(*fact, cell), expected);
    }
}
