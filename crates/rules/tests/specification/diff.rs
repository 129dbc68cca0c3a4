//! What changes between two policies.

use proptest::prelude::*;
use rules::analysis::STEPS;
use rules::diff::{Diff, DiffError, diff};
use rules::{Facts, Output, Policy, PolicyFile};

use crate::analysis::completions;
use crate::analysis_properties::{days, facts};
use crate::fixture::{FACTS, header, policy, rule};
use crate::oracle::{Model, model};
use crate::properties::{files, parse};

/// Each change in a line.
fn shown(diff: &Diff) -> Vec<String> {
    let outcome = |outcome: &Option<Output>| match outcome {
        Some(outcome) => outcome.to_string(),
        None => "nothing".to_owned(),
    };
    let changes = diff.changes.iter().map(|change| {
        let regions = change.regions.iter().map(|region| {
            let cells = region.iter();
            let cells =
                cells.map(|(fact, cell)| format!("{} {cell}", diff.facts[fact.index()].name));
            cells.collect::<Vec<_>>().join(", ")
        });
        let period = match (change.period.from, change.period.until) {
            (None, None) => String::new(),
            (from, until) => format!("{from:?} {until:?} ")
                .replace("None", "-")
                .replace("Some", ""),
        };
        format!(
            "{period}{}: {} {:?} -> {} {:?} where {}",
            change.output,
            outcome(&change.old),
            change.old_rules,
            outcome(&change.new),
            change.new_rules,
            regions.collect::<Vec<_>>().join(" | ")
        )
    });
    changes.collect()
}

fn check(old: &Policy, new: &Policy, changes: &[&str], texts: &[&str]) {
    let diff = diff(old, new, STEPS).unwrap();
    assert!(diff.finished);
    assert_eq!(shown(&diff), changes);
    assert_eq!(diff.texts, texts);
    for change in &diff.changes {
        // What the example leaves open does not matter.
        for facts in completions(&diff.new, &change.example.facts) {
            let evaluate = |policy: &Policy| {
                let decision = policy.in_force(&change.goal, change.example.on).unwrap();
                let outputs = decision.evaluate(&facts).outputs.unwrap();
                let mut outputs = outputs.into_iter();
                let found = outputs.find(|(name, _)| *name == change.output);
                found.map(|(_, output)| output)
            };
            assert_eq!(evaluate(&diff.old), change.old);
            assert_eq!(evaluate(&diff.new), change.new);
        }
    }
}

fn outcome(rules: &[String]) -> Policy {
    let header = header("outcome", "first", &["refused", "visit", "online"]);
    policy(&[&(header + &rules.concat())])
}

#[test]
fn a_moved_boundary_is_one_region() {
    let with = |cell: &str| {
        outcome(&[
            rule("R1", "refused", "", &[&[("subject.age", cell)]]),
            rule("R2", "online", "", &[&[("service", "\"permanent\"")]]),
            rule("R3", "visit", "", &[&[]]),
        ])
    };
    check(
        &with("< 14"),
        &with("< 16"),
        &[
            r#"outcome: online ["R2"] -> refused ["R1"] where service "permanent", subject.age [14..15]"#,
            r#"outcome: visit ["R3"] -> refused ["R1"] where service "temporary", subject.age [14..15]"#,
        ],
        &["rule R1 of table outcome changes its when"],
    );
    check(
        &with("< 14"),
        &with("[0..13]"),
        &[],
        &["rule R1 of table outcome changes its when"],
    );
}

#[test]
fn a_refactoring_changes_nothing() {
    let old = outcome(&[
        rule(
            "R1",
            "refused",
            "",
            &[&[("subject.age", "< 14")], &[("dwelling.found", "false")]],
        ),
        rule("R2", "online", "", &[&[("subject.age", ">= 14")]]),
    ]);
    let new = outcome(&[
        rule(
            "R2",
            "online",
            "",
            &[&[("subject.age", ">= 14"), ("dwelling.found", "true")]],
        ),
        rule("R0", "refused", "", &[&[]]),
    ]);
    check(
        &old,
        &new,
        &[],
        &[
            "rule R1 of table outcome is gone",
            "rule R2 of table outcome changes its when",
            "rule R0 of table outcome is new",
        ],
    );
    assert!(diff(&old, &new, STEPS).unwrap().changes_nothing());
    let one = rule("R1", "refused", "", &[&[("subject.age", "< 14")]]);
    let two = rule("R2", "online", "", &[&[("subject.age", ">= 14")]]);
    let renamed = one.replace("id = \"R1\"", "id = \"R9\"");
    let reworded = two.replace("message = \"R2\"", "message = \"R2_new\"");
    check(
        &outcome(&[one.clone(), two.clone()]),
        &outcome(&[two.clone(), one.clone()]),
        &[],
        &["the rules of table outcome are in another order"],
    );
    check(
        &outcome(&[one.clone(), two.clone()]),
        &outcome(&[renamed, reworded]),
        &[],
        &[
            "rule R1 of table outcome is now R9",
            "rule R2 of table outcome changes its message",
        ],
    );
    check(
        &outcome(&[one.clone(), two.clone()]),
        &outcome(&[one, two]),
        &[],
        &[],
    );
}

#[test]
fn a_change_has_its_time() {
    let with = |dates: &str| {
        outcome(&[
            rule("R1", "refused", dates, &[&[("subject.age", "< 14")]]),
            rule("R2", "online", "", &[&[]]),
        ])
    };
    check(
        &with("from = 2026-01-01"),
        &with("from = 2026-03-01\nuntil = 2026-12-31"),
        &[
            r#"(2026-01-01) (2026-02-28) outcome: refused ["R1"] -> online ["R2"] where subject.age <= 13"#,
            r#"(2027-01-01) - outcome: refused ["R1"] -> online ["R2"] where subject.age <= 13"#,
        ],
        &["rule R1 of table outcome changes its from, until"],
    );
}

#[test]
fn lists_and_dependent_tables_are_compared() {
    let outcome = |cell: &str| {
        header("outcome", "first", &["refused", "online"])
            + &rule("R1", "refused", "", &[&[("subject.age", cell)]])
            + &rule("R2", "online", "", &[&[]])
    };
    let notices = header("notices", "collect", &["a", "b"])
        + "when_output = { outcome = \"online\" }\n"
        + &rule("R3", "b", "", &[&[("dwelling.found", "true")]])
        + &rule("R4", "a", "", &[&[]]);
    check(
        &policy(&[&outcome("< 14"), &notices]),
        &policy(&[&outcome("< 15"), &notices]),
        &[
            r#"outcome: online ["R2"] -> refused ["R1"] where subject.age 14"#,
            r#"notices: [a] ["R4"] -> nothing [] where subject.age 14, dwelling.found false"#,
            r#"notices: [a, b] ["R3", "R4"] -> nothing [] where subject.age 14, dwelling.found true"#,
        ],
        &["rule R1 of table outcome changes its when"],
    );
}

/// A policy with other facts.
fn with_facts(facts: &str, table: &str) -> Policy {
    let files = [
        PolicyFile {
            name: "facts.toml",
            text: facts,
        },
        PolicyFile {
            name: "table.toml",
            text: table,
        },
    ];
    Policy::parse(&files).unwrap_or_else(|errors| panic!("{errors}"))
}

#[test]
fn facts_may_be_declared_differently() {
    let table = header("outcome", "first", &["refused", "online"])
        + &rule("R1", "refused", "", &[&[("service", "not(\"permanent\")")]])
        + &rule("R2", "online", "", &[&[("subject.age", "< 20")]])
        + &rule("R3", "refused", "", &[&[]]);
    let facts = FACTS
        .replace(
            "[\"permanent\", \"temporary\"]",
            "[\"seasonal\", \"temporary\", \"permanent\"]",
        )
        .replace("max = 120", "max = 150");
    let (old, new) = (with_facts(FACTS, &table), with_facts(&facts, &table));
    let found = diff(&old, &new, STEPS).unwrap();
    assert!(found.changes.is_empty() && !found.changes_nothing());
    let domains = found.domains.iter().map(|domain| {
        let name = found.facts[domain.fact.index()].name.as_str();
        (name, domain.only_old.as_deref(), domain.only_new.as_deref())
    });
    let domains: Vec<_> = domains.collect();
    assert_eq!(
        domains,
        [
            ("service", None, Some("\"seasonal\"")),
            ("subject.age", None, Some(">= 121")),
        ]
    );
    // The other way round, what could be said can no longer be.
    let back = diff(&new, &old, STEPS).unwrap();
    let only_old = back.domains.iter().map(|domain| domain.only_old.as_deref());
    assert_eq!(
        only_old.collect::<Vec<_>>(),
        [Some("\"seasonal\""), Some(">= 121")]
    );
    let new = with_facts(&facts, &table.replace("< 20", ">= 20"));
    let found = diff(&old, &new, STEPS).unwrap();
    assert_eq!(
        shown(&found),
        [
            r#"outcome: online ["R2"] -> refused ["R3"] where service "permanent", subject.age <= 19"#,
            r#"outcome: refused ["R3"] -> online ["R2"] where service "permanent", subject.age [20..120]"#,
        ]
    );
    let typed = FACTS.replace("type = \"whole\"\nmin = 0", "type = \"number\"\nmin = 0");
    let new = with_facts(&typed, &table);
    assert_eq!(
        diff(&old, &new, STEPS),
        Err(DiffError::TypeChanged {
            fact: "subject.age".to_owned(),
            old: "a whole number from 0 up to 120".to_owned(),
            new: "a number from 0 up to 120".to_owned(),
        })
    );
}

#[test]
fn the_order_of_facts_does_not_matter() {
    let table = header("outcome", "first", &["refused", "online"])
        + &rule(
            "R1",
            "refused",
            "",
            &[&[("dwelling.found", "false"), ("subject.age", "< 20")]],
        )
        + &rule("R2", "online", "", &[&[]]);
    let (service, rest) =
        FACTS.split_at(FACTS.find("[[fact]]\nname = \"dwelling.found\"").unwrap());
    let (facts, others) = rest.split_at(rest.find("[[source]]").unwrap());
    let turned = [facts, service, others].concat();
    check(
        &with_facts(FACTS, &table),
        &with_facts(&turned, &table),
        &[],
        &["the facts are in another order"],
    );
}

#[test]
fn parameters_are_compared_day_by_day() {
    let table = header("outcome", "first", &["online"]) + &rule("R1", "online", "", &[&[]]);
    let parameter = |value: u8, dates: &str| {
        format!(
            "[[parameter]]\nname = \"minutes\"\nvalue = {value}\nrule = \"R1\"\nsource = \"order\"\nconfidence = \"low\"\nmessage = \"m\"\n{dates}\n"
        )
    };
    let old = policy(&[&(parameter(60, "") + &table)]);
    let new = parameter(60, "until = 2026-01-31") + &parameter(30, "from = 2026-02-01");
    let new = policy(&[&(new + &table)]);
    let found = diff(&old, &new, STEPS).unwrap();
    assert!(!found.changes_nothing());
    let [change] = found.parameters.as_slice() else {
        panic!("{:?}", found.parameters)
    };
    assert_eq!(change.period.from, "2026-02-01".parse().ok());
    assert_eq!((change.old, change.new), (Some(60.into()), Some(30.into())));
    assert!(diff(&old, &old, STEPS).unwrap().changes_nothing());
}

#[test]
fn a_comparison_that_is_not_finished_says_so() {
    let one = outcome(&[rule("R1", "refused", "", &[&[("subject.age", "< 14")]])]);
    let two = outcome(&[rule("R1", "refused", "", &[&[("subject.age", "< 16")]])]);
    let found = diff(&one, &two, 1).unwrap();
    assert!(!found.finished && !found.changes_nothing());
}

/// The model with one thing changed.
fn edited() -> impl Strategy<Value = (Model, Model)> {
    let index = any::<prop::sample::Index>;
    (model(), index(), index(), 0..5_u8).prop_map(|(model, table, rule, edit)| {
        let mut edited = model.clone();
        let count = edited.tables.len();
        let rules = &mut edited.tables[table.index(count)].rules;
        if !rules.is_empty() {
            let number = rule.index(rules.len());
            match edit {
                0 => drop(rules.remove(number)),
                1 => rules[number].then = (rules[number].then + 1) % 3,
                2 => rules[number].rows[0]
                    .cells
                    .iter_mut()
                    .for_each(|cell| *cell = None),
                3 => rules.swap(0, number),
                _ => rules[number].days = (Some(10), Some(20)),
            }
        }
        (model, edited)
    })
}

/// The table with a rule for each change, which applies in its regions and its period.
fn as_rules(diff: &Diff, output: &str) -> String {
    let mut text = "[table]\nname = \"diff\"\ngoal = \"diff\"\nhit = \"collect\"\noutput = \"diff\"\nvalues = [".to_owned();
    let changes = diff.changes.iter().enumerate();
    let changes: Vec<_> = changes
        .filter(|(_, change)| change.output == output)
        .collect();
    text += &changes
        .iter()
        .map(|(index, _)| format!("\"c{index}\", "))
        .collect::<String>();
    text += "\"none\"]\n";
    for (index, change) in changes {
        // Each region is a rule, so that a case in two of them is seen twice.
        for region in &change.regions {
            text += &format!(
                "[[rule]]\nid = \"d\"\nthen = \"c{index}\"\nsource = \"s\"\nconfidence = \"low\"\nmessage = \"m\"\n"
            );
            for (key, day) in [("from", change.period.from), ("until", change.period.until)] {
                if let Some(day) = day {
                    text += &format!("{key} = {day}\n");
                }
            }
            text += "[[rule.when]]\n";
            for (fact, cell) in region {
                text += &format!("{} = '{cell}'\n", diff.facts[fact.index()].name);
            }
        }
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_regions_are_exactly_the_cases_that_change((one, two) in edited()) {
        let (Some(old), Some(new)) = (parse(&files(&one)), parse(&files(&two))) else {
            return Ok(());
        };
        let found = diff(&old, &new, STEPS).unwrap();
        prop_assert!(found.finished && found.domains.is_empty());
        for table in 0..one.tables.len() {
            let output = format!("o{table}");
            let mut regions = files(&one);
            regions.truncate(1);
            regions.push(("diff.toml".to_owned(), as_rules(&found, &output)));
            let regions = parse(&regions).unwrap();
            for day in days(&[&old, &new]) {
                let (before, after) = (old.in_force("goal", day).unwrap(), new.in_force("goal", day).unwrap());
                let regions = regions.in_force("diff", day).unwrap();
                for case in one.cases() {
                    let known: Facts = facts(&old, &case);
                    let given = |decision: &rules::Decision<'_>| {
                        let outputs = decision.evaluate(&known).outputs.unwrap().into_iter();
                        outputs.clone().find(|(name, _)| *name == output).map(|(_, output)| output)
                    };
                    let (before, after) = (given(&before), given(&after));
                    let named = regions.evaluate(&known);
                    let named = named.list("diff");
                    if before == after {
                        prop_assert!(named.is_empty(), "{case:?} {day} {named:?} {:?}", shown(&found));
                        continue;
                    }
                    let [change] = named else {
                        panic!("{case:?} {day}: {before:?} {after:?} {named:?}")
                    };
                    let change = &found.changes[change[1..].parse::<usize>().unwrap()];
                    prop_assert_eq!(&change.old, &before);
                    prop_assert_eq!(&change.new, &after);
                }
            }
        }
        prop_assert_eq!(found.facts.len(), old.facts().len());
    }
}
