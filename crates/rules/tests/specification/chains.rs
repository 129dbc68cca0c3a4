//! Tables whose rows test what other tables give.

use rules::{Policy, PolicyFile};

use crate::fixture::{FACTS, because, facts, header, missing, policy, rule, verdict};

/// Who needs care, which the outcome depends on.
fn care() -> String {
    header("care", "first", &["child", "old"])
        + &rule("C1", "child", "", &[&[("subject.age", "< 14")]])
        + &rule("C2", "old", "", &[&[("subject.age", ">= 80")]])
}

fn outcome() -> String {
    header("outcome", "unique", &["alone", "visit"])
        + &rule("R1", "alone", "", &[&[("care", "null")]])
        + &rule(
            "R2",
            "visit",
            "",
            &[&[("care", r#"not(null)"#), ("service", r#""permanent""#)]],
        )
}

#[track_caller]
fn check(known: &[(&str, &str)], outcome: Option<&str>, reasons: &[&str], open: &[&str]) {
    let policy = policy(&[&self::outcome(), &care()]);
    let found = verdict(&policy).evaluate(&facts(&policy, known));
    assert_eq!(found.output("outcome"), outcome, "{known:?}");
    assert_eq!(because(&policy, &found), reasons, "{known:?}");
    assert_eq!(missing(&policy, &found), open, "{known:?}");
}

#[test]
fn an_output_is_tested_like_a_fact() {
    check(&[("subject.age", "30")], Some("alone"), &["R1"], &[]);
    let child = [("subject.age", "3"), ("service", "permanent")];
    check(&child, Some("visit"), &["C1", "R2"], &[]);
    let child = [("subject.age", "3"), ("service", "temporary")];
    check(&child, None, &["C1"], &[]);
}

#[test]
fn what_is_missing_reaches_through_the_chain() {
    check(&[], None, &[], &["service", "subject.age"]);
    check(&[("service", "permanent")], None, &[], &["subject.age"]);
    check(&[("subject.age", "3")], None, &[], &["service"]);
}

#[test]
fn a_number_is_tested_by_comparison() {
    let points = "[table]\nname = \"points\"\ngoal = \"verdict\"\nhit = \"collect sum\"\noutput = \"points\"\n".to_owned()
        + &rule("P1", "10", "", &[&[("subject.age", ">= 18")]])
        + &rule("P2", "2.5", "", &[&[("dwelling.found", "true")]]);
    let count = header("reasons", "collect count", &["any"])
        + &rule("N1", "any", "", &[&[("points", "> 10")]])
        + &rule("N2", "any", "", &[&[("points", "null")]]);
    let outcome = header("outcome", "first", &["good", "poor", "none"])
        + &rule(
            "R1",
            "good",
            "",
            &[&[("points", ">= 12.5"), ("reasons", "1")]],
        )
        + &rule(
            "R2",
            "poor",
            "",
            &[&[("points", "not(null)"), ("reasons", "0")]],
        )
        + &rule("R3", "none", "", &[&[]]);
    let policy = policy(&[&outcome, &count, &points]);
    let decision = verdict(&policy);
    for (age, found, sum, expected) in [
        ("30", "true", Some("12.5"), "good"),
        ("30", "false", Some("10"), "poor"),
        ("3", "true", Some("2.5"), "poor"),
        ("3", "false", None, "none"),
    ] {
        let known = facts(&policy, &[("subject.age", age), ("dwelling.found", found)]);
        let found = decision.evaluate(&known);
        assert_eq!(
            found.number("points").map(|sum| sum.to_string()).as_deref(),
            sum
        );
        assert_eq!(found.output("outcome"), Some(expected), "{known:?}");
    }
}

#[test]
fn a_fact_hides_an_output_of_the_same_name() {
    let other = header("service", "first", &["x"]) + &rule("S1", "x", "", &[&[]]);
    let outcome = header("outcome", "first", &["a"])
        + &rule("R1", "a", "", &[&[("service", r#""permanent""#)]]);
    let policy = policy(&[&outcome, &other]);
    let found = verdict(&policy).evaluate(&facts(&policy, &[("service", "permanent")]));
    assert_eq!(found.output("outcome"), Some("a"));
}

/// Checks what is said about the files `a.toml`, `b.toml` and so on.
#[track_caller]
fn check_errors(tables: &[&str], expected: &[&str]) {
    let names = ["a.toml", "b.toml", "c.toml"];
    let mut files = vec![PolicyFile {
        name: "facts.toml",
        text: FACTS,
    }];
    files.extend(
        names
            .into_iter()
            .zip(tables)
            .map(|(name, text)| PolicyFile { name, text }),
    );
    let errors = match Policy::parse(&files) {
        Ok(_) => Vec::new(),
        Err(errors) => errors.iter().map(ToString::to_string).collect(),
    };
    assert_eq!(errors, expected);
}

/// A table with one rule that tests an output.
fn tests(name: &str, output: &str) -> String {
    header(name, "first", &["x"]) + &rule("R1", "x", "", &[&[(output, r#""x""#)]])
}

#[test]
fn circles_are_reported_where_they_close() {
    check_errors(
        &[&tests("a", "a")],
        &["a.toml:16:1: table a depends on its own output"],
    );
    // `c` only leads into the circle.
    check_errors(
        &[&tests("a", "b"), &tests("b", "a"), &tests("c", "a")],
        &[
            "a.toml:16:1: table a depends on its own output",
            "b.toml:16:1: table b depends on its own output",
        ],
    );
    let when = header("b", "first", &["x"]) + "when_output = { a = \"x\" }\n";
    check_errors(
        &[&tests("a", "b"), &when],
        &[
            "a.toml:16:1: table a depends on its own output",
            "b.toml:7:17: table b depends on its own output",
        ],
    );
}

#[test]
fn wrong_outputs_are_told_with_the_nearest() {
    check_errors(
        &[&tests("outcome", "carre"), &care()],
        &[
            "a.toml:16:1: unknown fact or output of the goal \"carre\": expected service, \
           subject.age, dwelling.found, dwelling.m2, term.months, consent or care, \
           did you mean \"care\"?",
        ],
    );
    check_errors(
        &[&tests("outcome", "care"), &care()],
        &["a.toml:16:11: cell of care: expected \"child\" or \"old\", found \"x\""],
    );
    let list = header("list", "collect", &["x"]);
    check_errors(
        &[&tests("outcome", "list"), &list],
        &[
            "a.toml:16:1: output list is a list, which a cell cannot test: expected a fact or a \
           single output",
        ],
    );
    let elsewhere = care().replace("\"verdict\"", "\"elsewhere\"");
    check_errors(
        &[&tests("outcome", "care"), &elsewhere],
        &[
            "a.toml:16:1: unknown fact \"care\": expected service, subject.age, dwelling.found, \
           dwelling.m2, term.months or consent",
        ],
    );
}
