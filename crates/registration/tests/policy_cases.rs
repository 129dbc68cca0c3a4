//! Every case of `policy/cases/` holds under the embedded policy, and every rule has one.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests"
)]

use std::{collections::BTreeSet, fs, path::Path};

use chrono::NaiveDate;
use registration::{InForce, Law};
use rules::{Facts, Number, Policy, Prepared, Value};

/// Keys of a case that are not facts.
const OWN_KEYS: [&str; 6] = ["name", "on", "expect", "consent", "because", "missing"];
/// Facts of these goals are asked by the program itself, not by `rules eval`.
const VERDICT: &str = "verdict";

struct Found {
    outcome: String,
    consent: Option<String>,
    because: Vec<String>,
    missing: Vec<String>,
}

#[test]
fn every_case_holds() {
    let embedded = Law::embedded().unwrap();
    let mut failures = Vec::new();
    let mut count = 0;
    for (file, cases) in files() {
        let law = with_switches(&embedded, &cases);
        let goal = cases
            .get("goal")
            .map_or(VERDICT, |goal| goal.as_str().unwrap());
        for case in cases["case"].as_array().unwrap() {
            count += 1;
            let case = case.as_table().unwrap();
            let found = evaluate(&law, goal, &cases, case);
            for problem in compare(case, &found) {
                failures.push(format!(
                    "{file}: {}: {problem}",
                    case["name"].as_str().unwrap()
                ));
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{} of {count} cases:\n{}",
        failures.len(),
        failures.join("\n")
    );
    assert!(
        count >= 120,
        "the issue asks for 120 cases, there are {count}"
    );
}

/// What the page carries judges every case as the whole policy does, on the day of the case and
/// on both sides of every day on which the law changes.
#[test]
fn prepared_decisions_are_those_of_the_policy() {
    let embedded = Law::embedded().unwrap();
    let page = Law::prepared().unwrap();
    for (file, cases) in files() {
        let law = with_switches(&embedded, &cases);
        let policy = law.policy();
        let goal = cases
            .get("goal")
            .map_or(VERDICT, |goal| goal.as_str().unwrap());
        let bytes = policy.prepare(&[goal]).unwrap();
        let prepared = Prepared::decode(&bytes).unwrap();
        let is_the_page_s = goal == VERDICT && policy.version() == embedded.policy().version();
        let known: Vec<Facts> = cases["case"]
            .as_array()
            .unwrap()
            .iter()
            .map(|case| facts(policy, &cases, case.as_table().unwrap()))
            .chain([Facts::new()])
            .collect();
        let dates = policy.dates().into_iter();
        let days = dates.flat_map(|date| [date.pred_opt(), Some(date), date.succ_opt()]);
        let far = [NaiveDate::MIN, NaiveDate::MAX].map(Some);
        for on in days.chain(far).flatten() {
            let compiled = policy.in_force(goal, on).unwrap();
            let mut ready = vec![prepared.in_force(goal, on).unwrap()];
            if is_the_page_s {
                ready.push(page.policy().in_force(goal, on).unwrap());
            }
            for decision in &ready {
                assert_eq!(decision.facts(), compiled.facts());
                for known in &known {
                    let verdict = decision.evaluate(known);
                    assert_eq!(verdict, compiled.evaluate(known), "{file} {on}");
                    let standing = decision.standing(known);
                    assert_eq!(standing, compiled.standing(known), "{file} {on}");
                }
            }
            if is_the_page_s {
                let (page, whole) = (page.in_force(on).unwrap(), law.in_force(on).unwrap());
                for known in &known {
                    let verdict = whole.verdict(known).unwrap();
                    assert_eq!(page.verdict(known).unwrap(), verdict);
                    for because in &verdict.because {
                        let version = |law: &InForce<'_>| law.version(because).unwrap().reference;
                        assert_eq!(version(&page), version(&whole));
                    }
                }
            }
        }
    }
}

#[test]
fn every_rule_has_a_case_that_names_it() {
    let law = Law::embedded().unwrap();
    let mut named = BTreeSet::new();
    for (_, cases) in files() {
        for case in cases["case"].as_array().unwrap() {
            named.extend(texts(case.get("because")));
        }
    }
    let rules: BTreeSet<String> = law
        .policy()
        .rules()
        .map(|version| version.id.to_owned())
        .collect();
    let without: Vec<&String> = rules.difference(&named).collect();
    assert!(without.is_empty(), "no case names {without:?}");
}

#[test]
fn every_rule_source_and_switch_has_words_in_every_language() {
    let law = Law::embedded().unwrap();
    let policy = law.policy();
    let mut keys: Vec<String> = policy
        .rules()
        .map(|version| format!("{}.title", version.message))
        .collect();
    keys.extend(policy.sources().iter().map(|source| source.title.clone()));
    for lang in words::Lang::ALL {
        for key in &keys {
            assert!(words::rules::by_key(lang, key).is_some(), "{lang:?} {key}");
        }
    }
}

fn files() -> Vec<(String, toml::Table)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policy/cases");
    let mut files: Vec<(String, toml::Table)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).unwrap();
            let table = text
                .parse()
                .unwrap_or_else(|error| panic!("{name}: {error}"));
            (name, table)
        })
        .collect();
    files.sort_by(|a, b| a.0.cmp(&b.0));
    files
}

/// The law as the `[switches]` of a file of cases turn it.
fn with_switches(law: &Law, file: &toml::Table) -> Law {
    let mut policy = law.policy().clone();
    let switches = file.get("switches").map(|table| table.as_table().unwrap());
    for (switch, option) in switches.into_iter().flatten() {
        policy = policy.choose(switch, option.as_str().unwrap()).unwrap();
    }
    Law::new(policy)
}

fn evaluate(law: &Law, goal: &str, file: &toml::Table, case: &toml::Table) -> Found {
    let policy = law.policy();
    let facts = facts(policy, file, case);
    let on: NaiveDate = case["on"]
        .as_datetime()
        .unwrap()
        .to_string()
        .parse()
        .unwrap();
    if goal == VERDICT {
        let verdict = law.in_force(on).unwrap().verdict(&facts).unwrap();
        return Found {
            outcome: verdict.outcome.symbol().to_owned(),
            consent: verdict.consent.map(|consent| consent.symbol().to_owned()),
            because: verdict
                .because
                .into_iter()
                .map(|because| because.rule)
                .collect(),
            missing: verdict.missing,
        };
    }
    let verdict = policy.in_force(goal, on).unwrap().evaluate(&facts);
    let output = match verdict.outputs.as_deref() {
        None => "unknown".to_owned(),
        Some([]) => "none".to_owned(),
        Some([(_, rules::Output::One(value)), ..]) => value.clone(),
        Some([(_, rules::Output::List(values)), ..]) => values.join(", "),
        Some([(_, rules::Output::Number(number)), ..]) => number.to_string(),
    };
    Found {
        outcome: output,
        consent: None,
        because: verdict
            .because
            .iter()
            .map(|because| policy.rule_version(because.rule).unwrap().id.to_owned())
            .collect(),
        missing: verdict
            .missing
            .iter()
            .map(|fact| policy.facts()[fact.index()].name.clone())
            .collect(),
    }
}

/// The facts that a case gives, beside those that every case of its file starts from.
fn facts(policy: &Policy, file: &toml::Table, case: &toml::Table) -> Facts {
    let mut facts = Facts::new();
    if let Some(given) = file.get("given") {
        for (name, value) in given.as_table().unwrap() {
            if case.get(name).and_then(toml::Value::as_str) != Some("?") {
                set(policy, &mut facts, name, value);
            }
        }
    }
    for (name, value) in case {
        if !OWN_KEYS.contains(&name.as_str()) && value.as_str() != Some("?") {
            set(policy, &mut facts, name, value);
        }
    }
    facts
}

fn set(policy: &Policy, facts: &mut Facts, name: &str, value: &toml::Value) {
    let number: Number;
    let value = match value {
        toml::Value::String(text) => Value::Text(text),
        toml::Value::Boolean(value) => Value::Bool(*value),
        other => {
            number = other.to_string().parse().unwrap();
            Value::Number(number)
        }
    };
    facts
        .set(policy, name, value)
        .unwrap_or_else(|error| panic!("{name}: {error}"));
}

fn compare(case: &toml::Table, found: &Found) -> Vec<String> {
    let mut problems = Vec::new();
    let expected = case["expect"].as_str().unwrap();
    if found.outcome != expected {
        problems.push(format!(
            "expected {expected}, found {} because {:?}, missing {:?}",
            found.outcome, found.because, found.missing
        ));
    }
    let consent = case.get("consent").and_then(toml::Value::as_str);
    if consent.is_some() && found.consent.as_deref() != consent {
        problems.push(format!(
            "expected consent {consent:?}, found {:?}",
            found.consent
        ));
    }
    for rule in texts(case.get("because")) {
        if !found.because.contains(&rule) {
            problems.push(format!("{rule} is not among {:?}", found.because));
        }
    }
    if case.contains_key("missing") && texts(case.get("missing")) != found.missing {
        problems.push(format!("found missing {:?}", found.missing));
    }
    problems
}

fn texts(list: Option<&toml::Value>) -> Vec<String> {
    list.and_then(toml::Value::as_array)
        .map(|list| {
            list.iter()
                .map(|text| text.as_str().unwrap().to_owned())
                .collect()
        })
        .unwrap_or_default()
}
