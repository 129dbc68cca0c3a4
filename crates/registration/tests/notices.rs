//! What somebody is told of fines follows from the policy, with its numbers of the day.
#![allow(clippy::unwrap_used, reason = "tests")]

use chrono::NaiveDate;
use registration::{Audience, Law, LegalNumber};
use rules::Decides;

/// The rule that speaks to somebody on a day, and the numbers of its words.
fn told<P: Decides>(law: &Law<P>, audience: Audience, on: &str) -> Option<(String, Vec<String>)> {
    let on: NaiveDate = on.parse().unwrap();
    let rule = law.notice(audience, on)?;
    let numbers = law.numbers(rule.id, on).unwrap().into_iter();
    let numbers = numbers.map(|(name, number)| match number {
        LegalNumber::Count(count) => format!("{name} {count}"),
        LegalNumber::Tenge(amount) => format!("{name} {amount} tenge"),
    });
    Some((rule.id.to_owned(), numbers.collect()))
}

#[test]
fn fines_are_told_as_they_are_on_the_day() {
    let (whole, page) = (Law::embedded().unwrap(), Law::prepared().unwrap());
    let check = |audience, on, expected: Option<(&str, &[&str])>| {
        let expected = expected.map(|(rule, numbers)| {
            let numbers = numbers.iter().map(|number| (*number).to_owned());
            (rule.to_owned(), numbers.collect())
        });
        assert_eq!(told(&whole, audience, on), expected, "{audience:?} {on}");
        assert_eq!(told(&page, audience, on), expected, "the page, {on}");
    };
    let applicant_2026: &[&str] = &["days 10", "amount 30275 tenge", "repeat 56225 tenge"];
    check(Audience::Applicant, "2024-12-31", None);
    check(
        Audience::Applicant,
        "2025-01-01",
        Some((
            "R21",
            &["days 10", "amount 27524 tenge", "repeat 51116 tenge"],
        )),
    );
    check(
        Audience::Applicant,
        "2026-01-01",
        Some(("R21", applicant_2026)),
    );
    check(
        Audience::Applicant,
        "2026-11-25",
        Some(("R21", applicant_2026)),
    );
    check(Audience::Owner, "2024-12-31", None);
    check(
        Audience::Owner,
        "2026-11-25",
        Some(("R22", &["amount 43250 tenge", "repeat 86500 tenge"])),
    );
}

#[test]
fn the_words_mention_each_number_and_no_other() {
    let law = Law::embedded().unwrap();
    let on = "2026-11-25".parse().unwrap();
    for rule in ["R9", "R21", "R22"] {
        let numbers = law.numbers(rule, on).unwrap();
        for lang in words::Lang::ALL {
            let words = words::rules::by_key(lang, &format!("{rule}.title")).unwrap();
            for (name, _) in &numbers {
                let place = format!("{{{name}}}");
                assert!(words.contains(&place), "{rule} {lang:?}: {words}");
            }
            assert_eq!(words.matches('{').count(), numbers.len(), "{words}");
        }
    }
    assert_eq!(law.numbers("R15", on), Some(vec![]));
}

#[test]
fn every_parameter_of_the_policy_is_read() {
    let policy = include_str!("../../../policy/parameters.toml");
    let read = [
        include_str!("../src/numbers.rs"),
        include_str!("../src/law.rs"),
    ]
    .concat();
    let names = policy
        .lines()
        .filter_map(|line| line.strip_prefix("name = "));
    let unread: Vec<&str> = names.filter(|name| !read.contains(name)).collect();
    assert_eq!(unread, [""; 0], "read by nothing");
}
