//! Dates, switches, parameters and versions.

use rules::{Confidence, Facts, Policy, RulesError};

use crate::fixture::{day, header, policy, rule};

fn dated() -> Policy {
    let table = header("outcome", "priority", &["a", "b", "c"])
        + &rule("R1", "a", "from = 2025-11-24\nuntil = 2026-06-30", &[&[]])
        + &rule(
            "R1",
            "b",
            "from = 2026-08-01\nswitch = \"area:2026\"",
            &[&[]],
        )
        + &rule(
            "R1",
            "b",
            "from = 2026-07-01\nswitch = \"area:2025\"",
            &[&[]],
        )
        + &rule("R2", "c", "", &[&[]]);
    let parameters = "
[[parameter]]
name = \"consent.minutes\"
value = 60
rule = \"R9\"
until = 2026-02-28
source = \"order\"
article = \"9\"
confidence = \"medium\"
message = \"R9\"

[[parameter]]
name = \"consent.minutes\"
value = 90.5
rule = \"R9\"
from = 2026-03-01
source = \"order\"
confidence = \"low\"
message = \"R9\"
";
    policy(&[&table, parameters])
}

#[track_caller]
fn check(policy: &Policy, on: &str, expected: &str) {
    let decision = policy.in_force("verdict", day(on)).unwrap();
    let verdict = decision.evaluate(&Facts::new());
    assert_eq!(verdict.output("outcome"), Some(expected), "{on}");
}

#[test]
fn a_rule_is_in_force_from_its_first_day_to_its_last() {
    let policy = dated();
    for (on, expected) in [
        ("2025-11-23", "c"),
        ("2025-11-24", "a"),
        ("2026-06-30", "a"),
        ("2026-07-01", "c"),
        ("2026-07-31", "c"),
        ("2026-08-01", "b"),
        ("9999-12-31", "b"),
    ] {
        check(&policy, on, expected);
    }
}

#[test]
fn a_switch_chooses_between_readings() {
    let policy = dated();
    let other = policy.choose("area", "2025").unwrap();
    check(&other, "2026-07-01", "b");
    check(&other, "2026-06-30", "a");
    assert_ne!(other.version(), policy.version());
    assert_eq!(other.choose("area", "2026").unwrap(), policy);
    assert_eq!(
        policy.choose("arae", "2025").unwrap_err(),
        RulesError::UnknownSwitch {
            name: "arae".to_owned(),
            nearest: Some("area".to_owned()),
        }
    );
    assert_eq!(
        policy.choose("area", "2024").unwrap_err(),
        RulesError::UnknownOption {
            switch: "area".to_owned(),
            option: "2024".to_owned(),
            nearest: Some("2025".to_owned()),
        }
    );
}

#[test]
fn the_dates_are_those_on_which_something_changes() {
    let dates = |policy: &Policy| {
        let dates = policy.dates();
        dates.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let policy = dated();
    let expected = ["2025-11-24", "2026-03-01", "2026-07-01", "2026-08-01"];
    assert_eq!(dates(&policy), expected);
    let policy = policy.choose("area", "2025").unwrap();
    let expected = ["2025-11-24", "2026-03-01", "2026-07-01"];
    assert_eq!(dates(&policy), expected);
}

#[test]
fn a_parameter_has_the_value_of_the_day() {
    let policy = dated();
    let parameter = policy
        .parameter("consent.minutes", day("2026-02-28"))
        .unwrap();
    assert_eq!((parameter.value, parameter.rule), (60.into(), "R9"));
    assert_eq!(
        (parameter.article, parameter.confidence),
        ("9", Confidence::Medium)
    );
    assert_eq!(parameter.source.id, "order");
    let parameter = policy
        .parameter("consent.minutes", day("2026-03-01"))
        .unwrap();
    assert_eq!(
        (parameter.value.to_string().as_str(), parameter.article),
        ("90.5", "")
    );
    assert_eq!(policy.parameter("consent.hours", day("2026-03-01")), None);
}

#[test]
fn a_rule_shows_its_versions_and_what_they_rest_on() {
    let policy = dated();
    let versions: Vec<_> = policy.rule("R1").collect();
    assert_eq!(versions.len(), 3);
    let first = versions[0];
    assert_eq!(
        (first.table, first.output, first.message),
        ("outcome", "a", "R1")
    );
    assert_eq!(
        (first.from, first.until),
        (Some(day("2025-11-24")), Some(day("2026-06-30")))
    );
    assert_eq!((first.article, first.confidence.as_str()), ("6", "high"));
    assert_eq!(first.source.date, Some(day("2025-11-14")));
    assert_eq!(
        first.source.url.as_deref(),
        Some("https://example.kz/order")
    );
    assert_eq!(versions[1].switch, Some(("area", "2026")));
    assert_eq!(policy.rule_version(first.reference), Some(first));
    assert_eq!(policy.rule("R7").count(), 0);
    assert_eq!(
        policy.source("order").map(|source| source.title.as_str()),
        Some("source.order")
    );
}

#[test]
fn the_version_follows_the_content_and_not_the_layout() {
    let table = header("outcome", "first", &["a"]) + &rule("R1", "a", "", &[&[]]);
    let one = policy(&[&table]);
    let same = policy(&[&table.replace('\n', "\r\n# a remark\n")]);
    assert_eq!(one, same);
    assert_eq!(one.version().len(), 16);
    let other = policy(&[&table.replace("\"6\"", "\"7\"")]);
    assert_ne!(one.version(), other.version());
}
