//! The analysis finds on random policies exactly what going through every case finds.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use proptest::prelude::*;
use rules::analysis::{Kind, Lacking, Layout, Report, STEPS, check};
use rules::{Facts, Output, Policy, Value};

use crate::analysis::verify;
use crate::fixture::day;
use crate::oracle::{CHOSEN, Case, Hit, Model, Sample, model};
use crate::properties::{files, number, parse, written};

/// Facts of a complete case of a model.
pub(crate) fn facts(policy: &Policy, case: &Case) -> Facts {
    let mut facts = Facts::new();
    for (index, value) in case.iter().enumerate() {
        let text;
        let value = match value {
            Sample::Null => Value::Null,
            Sample::Bool(value) => Value::Bool(*value),
            Sample::Text(index) => {
                text = format!("t{index}");
                Value::Text(&text)
            }
            Sample::Quarters(n) => Value::Number(number(*n)),
        };
        facts.set(policy, &format!("f{index}"), value).unwrap();
    }
    facts
}

/// One day of each time in which random policies stay the same.
pub(crate) fn days(policies: &[&Policy]) -> BTreeSet<NaiveDate> {
    let dates = policies.iter().flat_map(|policy| policy.dates());
    std::iter::once(day("2025-12-31")).chain(dates).collect()
}

/// The output of one table in every case on every day.
type Given = Vec<Option<Output>>;

fn outputs(policy: &Policy, days: &BTreeSet<NaiveDate>, model: &Model, table: usize) -> Given {
    let name = format!("o{table}");
    let cases = model.cases();
    let mut given = Vec::new();
    for day in days {
        let decision = policy.in_force("goal", *day).unwrap();
        for case in &cases {
            let verdict = decision.evaluate(&facts(policy, case));
            let outputs = verdict.outputs.unwrap();
            given.push(
                outputs
                    .into_iter()
                    .find(|(output, _)| *output == name)
                    .map(|(_, output)| output),
            );
        }
    }
    given
}

/// Whether a table is in force, relevant and gives nothing, in some case on some day.
fn has_gap(policy: &Policy, model: &Model, table: usize) -> bool {
    let days = days(&[policy]);
    let values = outputs(policy, &days, model, table);
    let parent = model.tables[table].when;
    let parents = parent.map(|(parent, value)| (outputs(policy, &days, model, parent), value));
    let cases = model.cases().len();
    let in_force: Vec<bool> = days
        .iter()
        .map(|day| {
            let rules = policy.rules();
            rules
                .filter(|rule| rule.table == format!("t{table}"))
                .any(|rule| {
                    rule.from.is_none_or(|from| from <= *day)
                        && rule.until.is_none_or(|until| *day <= until)
                        && rule
                            .switch
                            .is_none_or(|(_, option)| option == format!("o{CHOSEN}"))
                })
        })
        .collect();
    values.iter().enumerate().any(|(index, given)| {
        let relevant = parents.as_ref().is_none_or(|(outputs, value)| {
            let hit = parent.map(|(parent, _)| model.tables[parent].hit);
            let wanted = written(hit.unwrap(), *value);
            match &outputs[index] {
                None => false,
                Some(Output::One(value)) => *value == wanted,
                Some(Output::List(values)) => values.contains(&wanted),
                Some(Output::Number(number)) => number.to_string() == wanted,
            }
        });
        in_force[index / cases] && relevant && given.is_none()
    })
}

fn report(policy: &Policy) -> Report {
    let report = check(policy, &Layout::default(), &|_| Lacking::default(), STEPS);
    assert!(report.finished);
    report
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn a_gap_is_found_if_some_case_has_no_outcome(model in model()) {
        let Some(policy) = parse(&files(&model)) else { return Ok(()) };
        let report = report(&policy);
        for (index, table) in model.tables.iter().enumerate() {
            let name = format!("t{index}");
            let found = report.findings.iter().any(|finding| {
                finding.kind == Kind::Gap && finding.table == name && finding.scenario.is_none()
            });
            let due = matches!(table.hit, Hit::Unique | Hit::Any | Hit::First | Hit::Priority);
            prop_assert_eq!(found, due && has_gap(&policy, &model, index), "{:#?}", table);
        }
    }

    #[test]
    fn witnesses_show_what_is_found(model in model()) {
        let Some(policy) = parse(&files(&model)) else { return Ok(()) };
        for finding in report(&policy).findings {
            let masks_itself = finding.about.ends_with(&format!(" {}", finding.rule));
            // The ids of the model are not those of one rule only across tables.
            if finding.kind == Kind::Gap || !masks_itself {
                verify(&policy, &finding);
            }
        }
    }

    #[test]
    fn a_row_is_idle_if_nothing_changes_without_it(model in model()) {
        let Some(policy) = parse(&files(&model)) else { return Ok(()) };
        let report = report(&policy);
        for (index, table) in model.tables.iter().enumerate() {
            let days = days(&[&policy]);
            let before = outputs(&policy, &days, &model, index);
            let mut found = BTreeSet::new();
            let mut idle = BTreeSet::new();
            for (number, rule) in table.rules.iter().enumerate() {
                if rule.option.is_some_and(|option| option != CHOSEN) {
                    continue;
                }
                for row in 0..rule.rows.len() {
                    let reported = report.findings.iter().any(|finding| {
                        finding.table == format!("t{index}")
                            && finding.rule == format!("r{number}")
                            && finding.row == Some(row + 1)
                    });
                    if reported {
                        found.insert((number, row));
                    }
                    let mut without = model.clone();
                    let rules = &mut without.tables[index].rules;
                    rules[number].rows.remove(row);
                    if rules[number].rows.is_empty() {
                        rules.remove(number);
                    }
                    let without = parse(&files(&without)).unwrap();
                    if outputs(&without, &days, &model, index) == before {
                        idle.insert((number, row));
                    }
                }
            }
            let wrong: Vec<_> = found.difference(&idle).collect();
            prop_assert!(wrong.is_empty(), "{wrong:?} have an effect");
            // Of rows that match the same cases only the later is found.
            let cases = model.cases();
            for (number, row) in idle.difference(&found) {
                let matches = |rule: usize, row: usize| -> Vec<bool> {
                    let row = &table.rules[rule].rows[row];
                    let holds = |case: &Case| row.applies(case, &model.outputs(case));
                    cases.iter().map(holds).collect()
                };
                let own = matches(*number, *row);
                let twin = (0..table.rules.len()).any(|rule| {
                    (0..table.rules[rule].rows.len())
                        .any(|other| (rule, other) != (*number, *row) && matches(rule, other) == own)
                });
                prop_assert!(twin, "row {row} of r{number} of {table:#?} is idle");
            }
        }
    }
}
