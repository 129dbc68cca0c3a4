//! The dates on which an answer changes.

use proptest::prelude::*;
use rules::{Output, Period};

use crate::fixture::{day, facts, header, policy, rule};
use crate::properties::{Trial, partial, trial};

/// `2026-01-01..: refused`.
fn shown(period: &Period) -> String {
    let date =
        |date: Option<chrono::NaiveDate>| date.map(|date| date.to_string()).unwrap_or_default();
    let output = match period.verdict.outputs.as_deref() {
        None => "?",
        Some([]) => "-",
        Some([(_, Output::One(value)), ..]) => value,
        Some(_) => "list",
    };
    format!("{}..{}: {output}", date(period.from), date(period.until))
}

#[test]
fn an_answer_changes_on_the_dates_of_the_rules_that_bear_on_it() {
    let outcome = [
        header("outcome", "priority", &["refused", "online"]),
        rule(
            "R1",
            "online",
            "from = 2025-11-24",
            &[&[("subject.age", ">= 14")]],
        ),
        rule(
            "R2",
            "refused",
            "from = 2026-02-01\nuntil = 2026-06-30",
            &[&[("service", "\"temporary\"")]],
        ),
        rule(
            "R3",
            "refused",
            "from = 2026-01-01",
            &[&[("dwelling.m2", "< 15")]],
        ),
        rule(
            "R4",
            "refused",
            "from = 2026-03-01\nswitch = \"area:2025\"",
            &[&[]],
        ),
    ];
    let policy = policy(&[&outcome.concat()]);
    let check = |known: &[(&str, &str)], expected: &[&str]| {
        let timeline = policy.timeline("verdict", &facts(&policy, known)).unwrap();
        assert_eq!(
            timeline.iter().map(shown).collect::<Vec<_>>(),
            expected,
            "{known:?}"
        );
    };
    check(
        &[
            ("subject.age", "20"),
            ("service", "permanent"),
            ("dwelling.m2", "15"),
        ],
        &["..2025-11-23: -", "2025-11-24..: online"],
    );
    check(
        &[
            ("subject.age", "20"),
            ("service", "temporary"),
            ("dwelling.m2", "15"),
        ],
        &[
            "..2025-11-23: -",
            "2025-11-24..2026-01-31: online",
            "2026-02-01..2026-06-30: refused",
            "2026-07-01..: online",
        ],
    );
    check(
        &[("subject.age", "20"), ("service", "permanent")],
        &[
            "..2025-11-23: -",
            "2025-11-24..2025-12-31: online",
            "2026-01-01..: ?",
        ],
    );
    assert!(policy.timeline("nonsense", &facts(&policy, &[])).is_err());
}

proptest! {
    #[test]
    fn each_day_lies_in_the_period_with_its_verdict((model, known) in trial()) {
        let Some(trial) = Trial::new(model) else { return Ok(()) };
        let facts = trial.facts(&partial(&trial.model.facts, &known));
        let timeline = trial.policy.timeline("goal", &facts).unwrap();
        for number in 0..33 {
            let on = day("2025-12-31") + chrono::Days::new(number);
            let mut periods = timeline.iter().filter(|period| {
                period.from.is_none_or(|from| from <= on) && period.until.is_none_or(|until| on <= until)
            });
            let period = periods.next().unwrap();
            prop_assert!(periods.next().is_none());
            let verdict = trial.policy.in_force("goal", on).unwrap().evaluate(&facts);
            prop_assert_eq!(&period.verdict, &verdict);
        }
        for pair in timeline.windows(2) {
            prop_assert_ne!(&pair[0].verdict, &pair[1].verdict);
        }
    }
}
