//! What FEEL unary tests mean.

use crate::fixture::{facts, header, policy, rule, verdict};

/// Checks which values of a fact satisfy a cell and which do not.
#[track_caller]
fn check(fact: &str, cell: &str, holds: &[&str], fails: &[&str]) {
    let table = header("outcome", "first", &["yes", "no"])
        + &rule("R1", "yes", "", &[&[(fact, cell)]])
        + &rule("R2", "no", "", &[&[]]);
    let policy = policy(&[&table]);
    let decision = verdict(&policy);
    for (values, expected) in [(holds, "yes"), (fails, "no")] {
        for value in values {
            let verdict = decision.evaluate(&facts(&policy, &[(fact, value)]));
            assert_eq!(
                verdict.output("outcome"),
                Some(expected),
                "{cell} of {value}"
            );
        }
    }
}

#[test]
fn dash_is_every_value() {
    check("subject.age", "-", &["0", "120"], &[]);
    check("consent", " - ", &["agreed", "null"], &[]);
}

#[test]
fn texts_are_compared_whole() {
    check("service", r#""permanent""#, &["permanent"], &["temporary"]);
    check(
        "service",
        r#""permanent","temporary""#,
        &["permanent", "temporary"],
        &[],
    );
    check(
        "service",
        r#" "permanent" , "temporary" "#,
        &["permanent", "temporary"],
        &[],
    );
}

#[test]
fn not_holds_when_none_of_its_tests_does() {
    check(
        "service",
        r#"not("permanent")"#,
        &["temporary"],
        &["permanent"],
    );
    check("subject.age", "not(14)", &["13", "15"], &["14"]);
    check(
        "subject.age",
        "not ( < 14 , [16..18] )",
        &["14", "15", "19"],
        &["13", "16", "18"],
    );
    check(
        "term.months",
        "not([1..12])",
        &["-1", "0", "13"],
        &["1", "12"],
    );
}

#[test]
fn comparisons_keep_or_exclude_their_number() {
    check("subject.age", "< 14", &["0", "13"], &["14", "120"]);
    check("subject.age", "<= 14", &["14"], &["15"]);
    check("subject.age", "> 14", &["15", "120"], &["14"]);
    check("subject.age", ">=14", &["14"], &["13"]);
    check("subject.age", "14", &["14"], &["13", "15"]);
}

#[test]
fn intervals_have_open_and_closed_ends() {
    check(
        "subject.age",
        "[14..16]",
        &["14", "15", "16"],
        &["13", "17"],
    );
    check("subject.age", "[14..16)", &["14", "15"], &["16"]);
    check("subject.age", "(14..16]", &["15", "16"], &["14"]);
    check("subject.age", "(14..16)", &["15"], &["14", "16"]);
    check("subject.age", "]14..16[", &["15"], &["14", "16"]);
    check("subject.age", "[ 14 .. 16 [", &["14", "15"], &["16"]);
    check("term.months", "[-3..-1]", &["-3", "-1"], &["-4", "0"]);
}

#[test]
fn numbers_are_exact_decimals() {
    check(
        "dwelling.m2",
        "< 15",
        &["0", "14.999999"],
        &["15", "15.000001"],
    );
    check(
        "dwelling.m2",
        "[0.1..0.3)",
        &["0.1", "0.299999"],
        &["0.099999", "0.3"],
    );
    check("dwelling.m2", "0.3", &["0.3", "0.300000"], &["0.300001"]);
    check("dwelling.m2", "[.5..1.5]", &["0.5", "1.5"], &["0.49"]);
}

#[test]
fn a_comma_is_or() {
    check(
        "subject.age",
        "< 14, 16, [18..20)",
        &["13", "16", "19"],
        &["14", "15", "17", "20"],
    );
}

#[test]
fn booleans_are_words() {
    check("dwelling.found", "true", &["true"], &["false"]);
    check("dwelling.found", "not(true)", &["false"], &["true"]);
    check("dwelling.found", "true, false", &["true", "false"], &[]);
}

#[test]
fn null_is_a_value_of_its_own() {
    check("consent", "null", &["null"], &["agreed", "declined"]);
    check(
        "consent",
        r#"null, "agreed""#,
        &["null", "agreed"],
        &["declined"],
    );
    check("consent", "not(null)", &["agreed", "declined"], &["null"]);
    check(
        "consent",
        r#"not("agreed")"#,
        &["declined", "null"],
        &["agreed"],
    );
}

#[test]
fn whole_numbers_have_nothing_between_them() {
    // Nobody is older than 13 and younger than 14, so the two rules leave nothing open.
    let table = header("outcome", "priority", &["a", "b"])
        + &rule("R1", "a", "", &[&[("subject.age", "<= 13")]])
        + &rule("R2", "a", "", &[&[("subject.age", ">= 14")]])
        + &rule("R3", "b", "", &[&[]]);
    let policy = policy(&[&table]);
    let verdict = verdict(&policy).evaluate(&facts(&policy, &[]));
    assert_eq!(verdict.output("outcome"), Some("a"));
}
