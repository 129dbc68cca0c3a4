//! What would have to be different for a wanted outcome.

use proptest::prelude::*;
use rules::{Counterfactual, FactId, Number, Policy, RulesError, Value};

use crate::fixture::{FACTS, day, facts, header, rule};
use crate::oracle::{Sample, VALUES};
use crate::properties::{Partial, Trial, files, parse, partial, trial, written};

/// The facts of the fixture, some of which can be changed.
fn changeable(table: &str) -> Policy {
    let mut declarations = FACTS.to_owned();
    for (fact, effort) in [
        ("service", 5),
        ("term.months", 1),
        ("dwelling.m2", 9),
        ("consent", 3),
    ] {
        let name = format!("name = \"{fact}\"\n");
        declarations = declarations.replace(&name, &format!("{name}change = {effort}\n"));
    }
    let files = [
        ("facts.toml".to_owned(), declarations),
        ("t.toml".to_owned(), table.to_owned()),
    ];
    parse(&files).unwrap()
}

/// `6: term.months to <= 12 (12), consent to null (null); open subject.age`.
fn shown(policy: &Policy, found: &Counterfactual<'_>) -> String {
    let name = |fact: &FactId| policy.facts()[fact.index()].name.as_str();
    let changes = found.changes.iter().map(|change| {
        let declaration = &policy.facts()[change.fact.index()];
        format!(
            "{} to {} ({})",
            declaration.name,
            change.to.feel(declaration),
            change.nearest
        )
    });
    let mut text = format!(
        "{}: {}",
        found.effort,
        changes.collect::<Vec<_>>().join(", ")
    );
    if !found.open.is_empty() {
        let open: Vec<&str> = found.open.iter().map(name).collect();
        text += &format!("; open {}", open.join(", "));
    }
    text
}

fn outcome() -> Policy {
    let table = [
        header("outcome", "priority", &["refused", "cancelled", "online"]),
        rule(
            "R1",
            "refused",
            "",
            &[
                &[("service", "\"temporary\""), ("term.months", "< 1, > 12")],
                &[("subject.age", "< 14")],
            ],
        ),
        rule("R2", "refused", "", &[&[("dwelling.m2", "< 15")]]),
        rule("R3", "cancelled", "", &[&[("consent", "\"declined\"")]]),
        rule("R4", "online", "", &[&[]]),
    ];
    changeable(&table.concat())
}

#[test]
fn the_least_effort_leads_to_the_outcome() {
    let policy = outcome();
    let decision = policy.in_force("verdict", day("2026-03-01")).unwrap();
    let check = |wanted: &str, known: &[(&str, &str)], expected: &[&str]| {
        let facts = facts(&policy, known);
        let found = decision
            .counterfactuals(&facts, "outcome", wanted, 10)
            .unwrap();
        let found: Vec<String> = found.iter().map(|found| shown(&policy, found)).collect();
        assert_eq!(found, expected, "{wanted} {known:?}");
    };
    let known = |months, age, m2, consent| {
        [
            ("service", "temporary"),
            ("term.months", months),
            ("subject.age", age),
            ("dwelling.m2", m2),
            ("consent", consent),
        ]
    };
    check(
        "online",
        &known("13", "20", "15", "null"),
        &["1: term.months to [1..12] (12)"],
    );
    check(
        "online",
        &known("-5", "20", "15", "null"),
        &["1: term.months to [1..12] (1)"],
    );
    check("online", &known("12", "20", "15", "null"), &["0: "]);
    check(
        "online",
        &known("13", "20", "14.5", "declined"),
        &[
            "13: dwelling.m2 to >= 15 (15), term.months to [1..12] (12), consent to \"agreed\", null (\"agreed\")",
        ],
    );
    check(
        "refused",
        &known("6", "20", "15", "null"),
        &["1: term.months to <= 0, >= 13 (0)"],
    );
    // Nobody can change an age.
    check("online", &known("6", "13", "15", "null"), &[]);
    // The age is missing: the outcome depends on it.
    check(
        "online",
        &[
            ("service", "temporary"),
            ("term.months", "13"),
            ("dwelling.m2", "15"),
            ("consent", "agreed"),
        ],
        &["1: term.months to [1..12] (12); open subject.age"],
    );
    // A missing fact that can be chosen is chosen.
    check(
        "online",
        &[
            ("service", "temporary"),
            ("subject.age", "20"),
            ("dwelling.m2", "15"),
            ("consent", "agreed"),
        ],
        &["1: term.months to [1..12] (1)"],
    );
    // Whatever the term is, permanent registration does not ask for it; choosing a term is easier.
    check(
        "cancelled",
        &known("13", "20", "15", "agreed"),
        &["4: term.months to [1..12] (12), consent to \"declined\" (\"declined\")"],
    );
}

#[test]
fn all_ways_of_the_same_effort_are_given_up_to_a_bound() {
    let table = [
        header("outcome", "first", &["no", "yes"]),
        rule(
            "R1",
            "yes",
            "",
            &[
                &[("term.months", "7")],
                &[("consent", "\"agreed\"")],
                &[("dwelling.m2", "(2.5..3)")],
            ],
        ),
        rule("R2", "no", "", &[&[]]),
    ];
    let declarations = FACTS
        .replace(
            "name = \"term.months\"\n",
            "name = \"term.months\"\nchange = 2\n",
        )
        .replace("name = \"consent\"\n", "name = \"consent\"\nchange = 2\n")
        .replace(
            "name = \"dwelling.m2\"\n",
            "name = \"dwelling.m2\"\nchange = 2\n",
        );
    let files = [
        ("facts.toml".to_owned(), declarations),
        ("t.toml".to_owned(), table.concat()),
    ];
    let policy = parse(&files).unwrap();
    let decision = policy.in_force("verdict", day("2026-03-01")).unwrap();
    let facts = facts(
        &policy,
        &[
            ("term.months", "1"),
            ("consent", "null"),
            ("dwelling.m2", "9"),
        ],
    );
    let find = |most| {
        decision
            .counterfactuals(&facts, "outcome", "yes", most)
            .unwrap()
    };
    let found: Vec<String> = find(10).iter().map(|found| shown(&policy, found)).collect();
    let expected = [
        "2: consent to \"agreed\" (\"agreed\")",
        "2: term.months to 7 (7)",
        "2: dwelling.m2 to (2.5..3) (2.999999)",
    ];
    assert_eq!(found, expected);
    assert_eq!(find(2).len(), 2);
    assert_eq!(find(0), []);
}

#[test]
fn outputs_and_values_that_do_not_exist_are_named() {
    let policy = outcome();
    let decision = policy.in_force("verdict", day("2026-03-01")).unwrap();
    let ask = |output: &str, value: &str| {
        decision
            .counterfactuals(&facts(&policy, &[]), output, value, 1)
            .unwrap_err()
    };
    let (output, nearest) = ("outcome".to_owned(), Some("online".to_owned()));
    let value = "onlin".to_owned();
    assert_eq!(
        ask("outcome", "onlin"),
        RulesError::UnknownValue {
            output,
            value,
            nearest
        }
    );
    let (name, nearest) = ("outcom".to_owned(), Some("outcome".to_owned()));
    assert_eq!(
        ask("outcom", "online"),
        RulesError::UnknownOutput { name, nearest }
    );
}

/// A choice of changes: for each fact a new value or none.
type Changes = Vec<Option<Sample>>;

/// Every choice of changes, with its effort.
fn choices(trial: &Trial, partial: &Partial, efforts: &[Option<u16>]) -> Vec<(u32, Changes)> {
    let mut choices = vec![(0, Changes::new())];
    for (index, fact) in trial.model.facts.iter().enumerate() {
        let mut ways = vec![(0, None)];
        if let Some(effort) = efforts[index] {
            let values = fact.samples().into_iter();
            let values = values.filter(|value| partial[index] != Some(*value));
            ways.extend(values.map(|value| (u32::from(effort), Some(value))));
        }
        choices = choices
            .iter()
            .flat_map(|(effort, changes)| {
                ways.iter().map(move |(more, value)| {
                    let mut changes = changes.clone();
                    changes.push(*value);
                    (effort + more, changes)
                })
            })
            .collect();
    }
    choices
}

/// The cheapest choices after which all completions give a value, or some do.
fn cheapest(
    trial: &Trial,
    partial: &Partial,
    efforts: &[Option<u16>],
    gives: impl Fn(&crate::oracle::Outputs) -> bool,
    all: bool,
) -> Vec<(u32, Changes)> {
    let mut found = choices(trial, partial, efforts);
    found.retain(|(_, changes)| {
        let after: Partial = changes
            .iter()
            .zip(partial)
            .map(|(new, old)| new.or(*old))
            .collect();
        let mut completions = trial.completions(&after).map(|(_, outputs)| gives(outputs));
        if all {
            completions.all(|gives| gives)
        } else {
            completions.any(|gives| gives)
        }
    });
    let least = found.iter().map(|(effort, _)| *effort).min();
    found.retain(|(effort, _)| Some(*effort) == least);
    found.sort_by_key(|choice| format!("{choice:?}"));
    found
}

/// The choices that an answer of the engine stands for.
fn expanded(trial: &Trial, partial: &Partial, found: &Counterfactual<'_>) -> Vec<(u32, Changes)> {
    let mut choices = vec![vec![None; trial.model.facts.len()]];
    for change in &found.changes {
        let index = change.fact.index();
        let declaration = &trial.policy.facts()[index];
        assert!(change.to.matches(declaration, change.nearest));
        let samples = trial.model.facts[index].samples();
        let values: Vec<Sample> = samples
            .into_iter()
            .filter(|value| trial.with_value(*value, |value| change.to.matches(declaration, value)))
            .collect();
        assert!(!values.is_empty() && !values.iter().any(|value| partial[index] == Some(*value)));
        if let (Some(Sample::Quarters(present)), Value::Number(nearest)) =
            (partial[index], change.nearest)
        {
            let distance = |number: Number| number.millionths().abs_diff(present * 250_000);
            for value in &values {
                if let Sample::Quarters(quarters) = value {
                    assert!(
                        distance(nearest) <= distance(Number::from_millionths(quarters * 250_000))
                    );
                }
            }
        }
        choices = choices
            .iter()
            .flat_map(|choice: &Changes| {
                values.iter().map(move |value| {
                    let mut longer = choice.clone();
                    longer[index] = Some(*value);
                    longer
                })
            })
            .collect();
    }
    choices
        .into_iter()
        .map(|changes| (found.effort, changes))
        .collect()
}

proptest! {
    #[test]
    fn changes_are_the_cheapest_there_are(
        (model, known) in trial(),
        efforts in prop::collection::vec(prop::option::weighted(0.7, 1_u16..=3), 4),
        value in 0..VALUES,
        table in any::<prop::sample::Index>(),
    ) {
        let Some(mut trial) = Trial::new(model) else { return Ok(()) };
        let mut files = files(&trial.model);
        for (index, effort) in efforts.iter().enumerate() {
            if let Some(effort) = effort {
                let name = format!("name = \"f{index}\"\n");
                files[0].1 = files[0].1.replace(&name, &format!("{name}change = {effort}\n"));
            }
        }
        trial.policy = parse(&files).unwrap();
        let partial = partial(&trial.model.facts, &known);
        let table = table.index(trial.model.tables.len());
        let decision = trial.decision();
        let found = decision
            .counterfactuals(&trial.facts(&partial), &format!("o{table}"), &written(trial.model.tables[table].hit, value), usize::MAX)
            .unwrap();
        let gives = |outputs: &crate::oracle::Outputs| {
            trial.model.tables[table].gives(outputs[table].as_ref(), value)
        };
        let certain = cheapest(&trial, &partial, &efforts, gives, true);
        let expected = match certain.is_empty() {
            true => cheapest(&trial, &partial, &efforts, gives, false),
            false => certain.clone(),
        };
        let mut choices: Vec<_> = found
            .iter()
            .flat_map(|found| expanded(&trial, &partial, found))
            .collect();
        choices.sort_by_key(|choice| format!("{choice:?}"));
        prop_assert_eq!(choices, expected);
        for found in found {
            prop_assert_eq!(found.open.is_empty(), !certain.is_empty());
        }
    }
}
