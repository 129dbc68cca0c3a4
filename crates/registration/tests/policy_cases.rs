//! Every case of `policy/cases/` holds under the embedded policy, and every rule has one.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests"
)]

use std::{collections::BTreeSet, fs, path::Path};

use chrono::NaiveDate;
use registration::{InForce, Law, Outcome};
use rules::{FactId, Facts, Number, Policy, Prepared, Truth, Value};

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
    let count = check(files());
    assert!(
        count >= 120,
        "the issue asks for 120 cases, there are {count}"
    );
}

#[test]
fn every_case_made_from_the_rules_holds() {
    let law = Law::embedded().unwrap();
    let made = rules::coverage::cases(law.policy(), rules::analysis::STEPS).unwrap();
    assert!(made.finished);
    let texts = made
        .files
        .iter()
        .map(|file| (file.name(), file.to_toml(law.policy())));
    let files = texts.map(|(name, text)| (name, text.parse().unwrap()));
    let count = check(files.collect());
    assert!(count > 40, "only {count} cases");
}

/// Evaluates the cases of files; says how many there are.
fn check(files: Vec<(String, toml::Table)>) -> usize {
    let embedded = Law::embedded().unwrap();
    let mut failures = Vec::new();
    let mut count = 0;
    for (file, cases) in files {
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
    count
}

/// Calls `look` with the law, the date and the facts of every case about a verdict.
fn every_verdict(mut look: impl FnMut(&InForce<'_>, &Facts, &str)) {
    let embedded = Law::embedded().unwrap();
    for (file, cases) in files() {
        if cases.contains_key("goal") {
            continue;
        }
        let law = with_switches(&embedded, &cases);
        for case in cases["case"].as_array().unwrap() {
            let case = case.as_table().unwrap();
            let facts = given(law.policy(), &cases, case);
            let name = format!("{file}: {}", case["name"].as_str().unwrap());
            look(&law.in_force(day(case)).unwrap(), &facts, &name);
        }
    }
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
            .map(|case| given(policy, &cases, case.as_table().unwrap()))
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
                        let version = page.version(because).unwrap();
                        assert_eq!(version.reference, whole.version(because).unwrap().reference);
                    }
                }
            }
        }
    }
}

#[test]
fn what_would_help_helps() {
    let mut ways = 0;
    every_verdict(|law, facts, name| {
        let policy = law.policy();
        for wanted in Outcome::ALL
            .iter()
            .filter(|wanted| **wanted != Outcome::Unknown)
        {
            for way in law.changes(facts, *wanted).unwrap() {
                ways += 1;
                let mut changed = facts.clone();
                let mut effort = 0;
                for change in &way.changes {
                    let declaration = &policy.facts()[change.fact.index()];
                    effort += u32::from(declaration.change.unwrap().get());
                    changed
                        .set_fact(policy, change.fact, change.nearest)
                        .unwrap();
                }
                assert_eq!(effort, way.effort, "{name}");
                let explanation = law.explain(&changed);
                let why_not = InForce::why_not(&explanation, *wanted).unwrap();
                let expected = match way.open.is_empty() {
                    true => Truth::True,
                    false => Truth::Unknown,
                };
                assert_eq!(why_not.truth(), expected, "{name}: {way:?}");
            }
        }
    });
    assert!(ways > 500, "{ways}");
}

#[test]
fn the_next_question_is_missing_and_waits_for_what_it_needs() {
    every_verdict(|law, facts, name| {
        let verdict = law.verdict(facts).unwrap();
        let Some(next) = law.next_question(facts) else {
            assert!(verdict.missing.is_empty(), "{name}");
            return;
        };
        assert!(verdict.missing.contains(&next.fact), "{name}: {next:?}");
        let policy = law.policy();
        let declared = |fact: FactId| &policy.facts()[fact.index()];
        if let Some(after) = declared(policy.fact(&next.fact).unwrap()).after {
            assert!(
                !verdict.missing.contains(&declared(after).name),
                "{name}: {next:?}"
            );
        }
    });
}

#[test]
fn the_period_of_a_date_has_its_verdict() {
    every_verdict(|law, facts, name| {
        let periods = law.timeline(facts).unwrap();
        let mut periods = periods.into_iter().filter(|period| {
            period.from.is_none_or(|from| from <= law.on())
                && period.until.is_none_or(|until| law.on() <= until)
        });
        assert_eq!(
            periods.next().unwrap().verdict,
            law.verdict(facts).unwrap(),
            "{name}"
        );
        assert_eq!(periods.next(), None, "{name}");
    });
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

/// The facts that a case gives, beside those that every case of its file starts from.
fn given(policy: &Policy, file: &toml::Table, case: &toml::Table) -> Facts {
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

fn day(case: &toml::Table) -> NaiveDate {
    case["on"]
        .as_datetime()
        .unwrap()
        .to_string()
        .parse()
        .unwrap()
}

fn evaluate(law: &Law, goal: &str, file: &toml::Table, case: &toml::Table) -> Found {
    let policy = law.policy();
    let facts = given(policy, file, case);
    let on = day(case);
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
