//! Export and import lose nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use chrono::NaiveDate;
use dmn::{CaseResult, Definitions, Suite, Version, export, import};
use proptest::prelude::*;
use rules::{FactType, Facts, Number, Output, Policy, PolicyFile, Value};

use crate::random_policy;

fn policy_of_this_project() -> Policy {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policy");
    let mut texts = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            texts.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
    let files: Vec<PolicyFile<'_>> = texts
        .iter()
        .map(|(name, text)| PolicyFile { name, text })
        .collect();
    Policy::parse(&files).unwrap()
}

fn check(policy: &Policy) {
    let text = export(policy, None, Version::V1_5).unwrap();
    let model = Definitions::parse("policy.dmn", text.as_bytes())
        .unwrap_or_else(|errors| panic!("{errors}\n{text}"));
    assert_eq!(model.notes(), [""; 0]);
    let imported = import(&model).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(imported.notes, [""; 0]);
    assert_eq!(imported.policy, *policy, "{text}");
    assert_eq!(export(&imported.policy, None, Version::V1_5).unwrap(), text);
}

#[test]
fn the_policy_of_this_project_comes_back_equal() {
    check(&policy_of_this_project());
}

#[test]
fn on_a_day_only_what_is_in_force_is_written() {
    let policy = policy_of_this_project();
    let day = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
    let text = export(&policy, Some(day), Version::V1_3).unwrap();
    let model = Definitions::parse("policy.dmn", text.as_bytes()).unwrap();
    let imported = import(&model).unwrap();
    assert!(imported.policy.rules().count() < policy.rules().count());
    for goal in ["verdict", "consent_result", "notices"] {
        let whole = policy.in_force(goal, day).unwrap();
        let cut = imported.policy.in_force(goal, day).unwrap();
        let facts = rules::Facts::new();
        let whole = whole.evaluate(&facts);
        let cut = cut.evaluate(&facts);
        assert_eq!(whole.missing, cut.missing, "{goal}");
        assert_eq!(whole.outputs, cut.outputs, "{goal}");
    }
}

/// Other tools refuse rows that apply together under UNIQUE, also if they are of one rule.
#[test]
fn a_rule_whose_rows_overlap_is_written_for_other_tools_too() {
    let text = |hit: &str| {
        format!(
            "[[fact]]\nname = \"age\"\ntype = \"whole\"\nasks = \"answer\"\n\
             [[source]]\nid = \"s\"\ntitle = \"t\"\n\
             [table]\nname = \"t\"\ngoal = \"g\"\nhit = \"{hit}\"\noutput = \"o\"\nvalues = [\"v\"]\n\
             [[rule]]\nid = \"R\"\nthen = \"v\"\nsource = \"s\"\nconfidence = \"low\"\nmessage = \"m\"\n\
             [[rule.when]]\nage = \"< 14\"\n[[rule.when]]\nage = \"< 16\"\n"
        )
    };
    for hit in ["unique", "any"] {
        let text = text(hit);
        let policy = Policy::parse(&[PolicyFile {
            name: "t.toml",
            text: &text,
        }])
        .unwrap();
        let written = export(&policy, None, Version::V1_5).unwrap();
        assert!(written.contains("hitPolicy=\"ANY\""), "{written}");
        check(&policy);
        // Whoever chooses another hit policy in another tool is taken at their word.
        let changed = written.replace("hitPolicy=\"ANY\"", "hitPolicy=\"FIRST\"");
        let model = Definitions::parse("p.dmn", changed.as_bytes()).unwrap();
        let imported = import(&model).unwrap().policy;
        assert_eq!(imported.tables()[0].hit.as_str(), "first");
    }
}

/// What another tool, or a hand, has made of an extension element.
#[test]
fn an_extension_that_means_nothing_is_refused() {
    let written = export(&policy_of_this_project(), None, Version::V1_5).unwrap();
    let check = |from: &str, to: &str, expected: &str| {
        let changed = written.replacen(from, to, 1);
        assert_ne!(changed, written, "{from}");
        let model = Definitions::parse("p.dmn", changed.as_bytes()).unwrap();
        let said = import(&model).unwrap_err().to_string();
        assert!(said.contains(expected), "{said}");
    };
    check(
        "<tirkeu:rule ",
        "<tirkeu:ruel ",
        "unknown extension element \"tirkeu:ruel\", did you mean \"rule\"?",
    );
    check(
        " article=",
        " artcle=",
        "unknown attribute \"artcle\", did you mean \"article\"?",
    );
    check(
        " confidence=",
        " certainty=",
        "unknown attribute \"certainty\"",
    );
    check(
        "source=\"nit_announcement\"",
        "source=\"nit_anouncement\"",
        "unknown source \"nit_anouncement\"",
    );
    check(
        "from=\"2025-11-24\"",
        "from=\"24.11.2025\"",
        "expected a day such as 2026-01-31 as from, found \"24.11.2025\"",
    );
    check(
        "&gt;= date(&quot;2025-11-24&quot;)",
        "&gt; date(&quot;2025-11-24&quot;)",
        "a cell of days is not a first day, a last day or both",
    );
}

#[test]
fn a_sum_of_nothing_is_nothing_in_other_tools_too() {
    let text = String::from_utf8(crate::hit_policies::file("collect_sum.dmn")).unwrap();
    let text = text.replace("[16..65]", "[16..20]");
    let model = Definitions::parse("t.dmn", text.as_bytes()).unwrap();
    let policy = import(&model).unwrap().policy;
    let written = export(&policy, None, Version::V1_5).unwrap();
    assert!(!written.contains("<defaultOutputEntry"), "{written}");
    let table = &policy.tables()[0];
    let decision = policy.in_force(&table.goal, NaiveDate::MIN).unwrap();
    let mut facts = Facts::new();
    facts.set(&policy, "Age", 40).unwrap();
    facts.set(&policy, "Guest", false).unwrap();
    assert_eq!(decision.evaluate(&facts).outputs, Some(Vec::new()));
    check(&policy);
}

#[test]
fn a_text_that_xml_cannot_hold_is_refused() {
    let text = "[[source]]\nid = \"s\"\ntitle = \"a\\u0001b\"\n";
    let policy = Policy::parse(&[PolicyFile {
        name: "s.toml",
        text,
    }])
    .unwrap();
    let error = export(&policy, None, Version::V1_5).unwrap_err();
    assert_eq!(
        error.to_string(),
        "XML cannot hold the control character in \"a\\u{1}b\""
    );
}

/// What the random policies of the next property have, so that a generator gone dull is noticed.
#[test]
fn random_policies_have_what_there_is_to_lose() {
    use proptest::strategy::{Strategy, ValueTree};
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let policies: Vec<Policy> = (0..200)
        .map(|_| {
            random_policy::policy()
                .new_tree(&mut runner)
                .unwrap()
                .current()
        })
        .collect();
    let has = |what: &str, holds: fn(&rules::Table) -> bool| {
        let found = policies
            .iter()
            .flat_map(Policy::tables)
            .filter(|table| holds(table));
        assert!(found.count() >= 10, "too few tables with {what}");
    };
    for (words, _) in rules::HitPolicy::ALL {
        let found = policies.iter().flat_map(Policy::tables);
        assert!(
            found.filter(|table| table.hit.as_str() == words).count() >= 10,
            "{words}"
        );
    }
    has("when_output", |table| table.when_output.is_some());
    has("silent", |table| !table.silent.is_empty());
    has("no rules", |table| table.rules.is_empty());
    has("dates", |table| {
        table.rules.iter().any(|rule| rule.basis.from.is_some())
    });
    has("switches", |table| {
        table.rules.iter().any(|rule| rule.basis.switch.is_some())
    });
    has("rows", |table| {
        table.rules.iter().any(|rule| rule.rows.len() > 1)
    });
    has("outputs tested", |table| {
        let mut rows = table.rules.iter().flat_map(|rule| &rule.rows);
        rows.any(|row| !row.outputs.is_empty())
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_policy_comes_back_equal(policy in random_policy::policy()) {
        check(&policy);
    }
}

/// A complete case for the policy of this project: one value of each fact, by a number each.
fn case(policy: &Policy, seeds: &[u16]) -> (Facts, Vec<(String, String)>) {
    let mut facts = Facts::new();
    let mut written = Vec::new();
    for ((fact, declaration), seed) in policy.fact_ids().zip(policy.facts()).zip(seeds) {
        let seed = usize::from(*seed);
        let number;
        let value = match &declaration.kind {
            FactType::Text { values } => Value::Text(&values[seed % values.len()]),
            FactType::Boolean => Value::Bool(seed % 2 == 0),
            _ => {
                let numbers = ["0", "1", "12", "13", "14", "15", "16", "17", "18", "40"];
                number = numbers[seed % numbers.len()].parse::<Number>().unwrap();
                Value::Number(number)
            }
        };
        facts.set_fact(policy, fact, value).unwrap();
        let kind = match value {
            Value::Bool(_) => "boolean",
            Value::Text(_) => "string",
            _ => "decimal",
        };
        let text = match value {
            Value::Text(text) => text.to_owned(),
            value => value.to_string(),
        };
        let value = format!("<value xsi:type=\"xsd:{kind}\">{text}</value>");
        written.push((declaration.name.clone(), value));
    }
    (facts, written)
}

/// The case as a test of the kit, with facts such as `subject.age` as components of `subject`.
fn test_case(on: NaiveDate, values: &[(String, String)], expected: &str) -> String {
    let mut groups: BTreeMap<&str, String> = BTreeMap::new();
    for (name, value) in values {
        let (group, inside) = match name.split_once('.') {
            Some((group, name)) => (
                group,
                format!("<component name=\"{name}\">{value}</component>"),
            ),
            None => (name.as_str(), value.clone()),
        };
        groups.entry(group).or_default().push_str(&inside);
    }
    let nodes: String = groups
        .iter()
        .map(|(name, inside)| format!("<inputNode name=\"{name}\">{inside}</inputNode>"))
        .collect();
    format!(
        "<testCases xmlns=\"http://www.omg.org/spec/DMN/20160719/testcase\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><modelName>p.dmn</modelName>\
         <testCase id=\"1\">{nodes}<inputNode name=\"on\"><value xsi:type=\"xsd:date\">{on}</value>\
         </inputNode>{expected}</testCase></testCases>"
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// The exported model decides as the policy does: its columns of dates and switches are FEEL,
    /// which the interpreter evaluates without knowing anything of ours.
    #[test]
    fn the_exported_model_decides_as_the_policy(
        seeds in prop::collection::vec(any::<u16>(), 40),
        day in 0_u64..700,
    ) {
        static BOTH: LazyLock<(Policy, Definitions)> = LazyLock::new(|| {
            let policy = policy_of_this_project();
            let text = export(&policy, None, Version::V1_5).unwrap();
            let model = Definitions::parse("p.dmn", text.as_bytes()).unwrap();
            (policy, model)
        });
        let (policy, model) = &*BOTH;
        let on = NaiveDate::from_ymd_opt(2025, 10, 1).unwrap() + chrono::Days::new(day);
        let (facts, values) = case(policy, &seeds);
        let value = |text: &str| format!("<value xsi:type=\"xsd:string\">{text}</value>");
        let mut expected = String::new();
        for (decision, goal, output) in [
            ("outcome", "verdict", "outcome"),
            ("table_consent", "verdict", "consent"),
            ("consent_result", "consent_result", "consent_result"),
            ("notices", "notices", "notice"),
        ] {
            let verdict = policy.in_force(goal, on).unwrap().evaluate(&facts);
            let outputs = verdict.outputs.unwrap();
            let found = outputs.iter().find(|(name, _)| name == output);
            let inside = match found {
                Some((_, Output::One(text))) => value(text),
                Some((_, Output::List(list))) if !list.is_empty() => {
                    let items = list.iter().map(|text| format!("<item>{}</item>", value(text)));
                    format!("<list>{}</list>", items.collect::<String>())
                }
                _ => "<value xsi:nil=\"true\"/>".to_owned(),
            };
            expected.push_str(&format!(
                "<resultNode name=\"{decision}\"><expected>{inside}</expected></resultNode>"
            ));
        }
        let tests = test_case(on, &values, &expected);
        let suite = Suite::parse("t.xml", tests.as_bytes()).unwrap();
        for outcome in suite.run(model) {
            prop_assert_eq!(&outcome.result, &CaseResult::Passed, "{}", outcome);
            prop_assert!(outcome.to_string().contains("by interpreting"), "{}", outcome);
        }
    }
}
