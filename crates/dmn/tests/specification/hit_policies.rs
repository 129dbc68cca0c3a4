//! A model for every hit policy and aggregation in `tests/models`, with tests in the format of the
//! kit.

use std::fs;
use std::path::Path;

use dmn::{CaseResult, Definitions, Outcome, Suite};

pub(crate) fn file(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/models");
    fs::read(folder.join(name)).unwrap()
}

pub(crate) fn model(name: &str) -> Definitions {
    let name = format!("{name}.dmn");
    Definitions::parse(&name, &file(&name)).unwrap_or_else(|errors| panic!("{errors}"))
}

fn run(name: &str) -> Vec<Outcome> {
    let tests = format!("{name}-test-01.xml");
    let suite = Suite::parse(&tests, &file(&tests)).unwrap();
    assert_eq!(suite.model(), format!("{name}.dmn"));
    suite.run(&model(name))
}

/// Every case passes, and every table is decided by the engine.
fn check(name: &str) {
    let outcomes = run(name);
    assert!(!outcomes.is_empty());
    for outcome in outcomes {
        assert_eq!(outcome.result, CaseResult::Passed, "{name} {outcome}");
        for way in &outcome.ways {
            assert!(
                way.ends_with("by the engine") || way.ends_with("FEEL"),
                "{way}"
            );
        }
    }
}

#[test]
fn each_hit_policy_decides_as_the_standard_says() {
    for name in [
        "unique",
        "any",
        "first",
        "priority",
        "output_order",
        "rule_order",
        "collect",
    ] {
        check(name);
    }
}

#[test]
fn each_aggregation_reckons_exactly() {
    for name in ["collect_sum", "collect_min", "collect_max", "collect_count"] {
        check(name);
    }
}

#[test]
fn a_table_may_have_several_outputs_and_defaults() {
    check("two_outputs");
}

#[test]
fn decisions_feed_decisions_in_whatever_order_they_are_written() {
    check("chain");
    let names: Vec<String> = model("chain").decisions().map(str::to_owned).collect();
    assert_eq!(names, ["Age Group", "Discount", "Base", "Price", "Report"]);
}

#[test]
fn what_asks_for_more_than_the_engine_has_is_interpreted_and_the_output_says_so() {
    let outcomes = run("interpreted");
    for outcome in &outcomes {
        assert_eq!(outcome.result, CaseResult::Passed, "{outcome}");
        assert!(
            outcome.to_string().contains("by interpreting, as "),
            "{outcome}"
        );
    }
}

#[test]
fn a_wrong_expectation_fails_and_says_what_was_found() {
    let tests = String::from_utf8(file("unique-test-01.xml")).unwrap();
    let tests = tests.replacen("none", "nothing", 1);
    let suite = Suite::parse("unique-test-01.xml", tests.as_bytes()).unwrap();
    let outcomes = suite.run(&model("unique"));
    let first = outcomes[0].to_string();
    assert_eq!(
        first,
        "001 failed: Fee: expected \"nothing\", found \"none\" (Fee: by the engine)"
    );
    assert_eq!(outcomes[1].result, CaseResult::Passed);
}

#[test]
fn a_case_that_needs_what_is_not_supported_is_skipped_with_the_place() {
    let text = String::from_utf8(file("chain.dmn")).unwrap();
    let text = text.replace("12.5 ** 2", "sqrt(2)");
    let model = Definitions::parse("chain.dmn", text.as_bytes()).unwrap();
    let suite = Suite::parse("t.xml", &file("chain-test-01.xml")).unwrap();
    let outcome = &suite.run(&model)[0];
    let CaseResult::Skipped(why) = &outcome.result else {
        panic!("{outcome}")
    };
    assert!(
        why.contains("the function sqrt() is not supported"),
        "{why}"
    );
    assert!(why.starts_with("chain.dmn:"), "{why}");
}

#[test]
fn a_case_that_invokes_no_decision_is_skipped() {
    let tests = String::from_utf8(file("unique-test-01.xml")).unwrap();
    let tests = tests.replacen("type=\"decision\"", "type=\"decisionService\"", 1);
    let suite = Suite::parse("t.xml", tests.as_bytes()).unwrap();
    let outcomes = suite.run(&model("unique"));
    assert_eq!(
        outcomes[0].to_string(),
        "001 skipped: invoking a decisionService is not supported: decisions are"
    );
    assert_eq!(outcomes[1].result, CaseResult::Passed);
}
