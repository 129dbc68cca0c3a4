//! `tirkeu rules explain`.

use crate::cli::{edited, stderr, tirkeu};

/// Everything known of a grown citizen with a flat of their own; `extra` replaces or adds.
fn facts_of_an_owner(extra: &[(&str, serde_json::Value)]) -> String {
    let mut facts = serde_json::json!({
        "service": "temporary", "term.months": 6, "subject.citizenship": "citizen",
        "applicant.relation": "self", "subject.age": 30, "subject.capacity": "full",
        "applicant.ownership": "sole", "dwelling.found": true, "dwelling.tenure": "private",
        "dwelling.kind": "flat", "dwelling.commissioned": true, "dwelling.owner_minor": false,
        "dwelling.owner_limited": false, "dwelling.region": "71", "dwelling.m2_per_person": 12,
        "subject.relation_to_owner": "none", "applicant.has_eds": false,
        "applicant.phone_in_mobile_base": true, "applicant.open_application": false,
    });
    for (name, value) in extra {
        facts[*name] = value.clone();
    }
    facts.to_string()
}

fn explain(facts: &str, arguments: &[&str]) -> String {
    let fixed = ["rules", "explain", "--facts", "-", "--on", "2026-03-01"];
    let output = tirkeu(&[&fixed[..], arguments].concat(), facts);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    String::from_utf8(output.stdout).unwrap()
}

fn explained(facts: &str, arguments: &[&str]) -> serde_json::Value {
    let text = explain(facts, &[arguments, &["--json"]].concat());
    serde_json::from_str(&text).unwrap()
}

#[test]
fn an_explanation_shows_rules_rows_and_cells() {
    let facts = facts_of_an_owner(&[("term.months", 13.into())]);
    let body = explained(&facts, &[]);
    assert_eq!(body["verdict"]["outcome"], "refused");
    assert_eq!(body["next"], serde_json::Value::Null);
    assert_eq!(body.get("why_not"), None);
    let outcome = &body["tables"][0];
    assert_eq!(outcome["possible"], serde_json::json!(["refused"]));
    assert_eq!(body["tables"][1]["relevant"], "false");
    let rule = |message: &str| {
        let mut rules = outcome["rules"].as_array().unwrap().iter();
        rules.find(|rule| rule["message"] == message).unwrap()
    };
    let r15 = rule("R15");
    assert_eq!(r15["truth"], "true");
    assert_eq!(r15["status"], "in_force");
    assert_eq!(
        r15["rows"][0]["cells"][1],
        serde_json::json!({ "fact": "term.months", "cell": "< 1, > 12", "value": "13", "truth": "true" })
    );
    assert_eq!(rule("R11")["rows"][0]["cells"][1]["truth"], "unknown");
    assert_eq!(rule("R11")["truth"], "false");
    assert_eq!(rule("R16")["status"], "not_yet");
    assert_eq!(rule("R16")["article"], "51");
    assert_eq!(rule("R16_december")["status"], "not_chosen");
    for lang in ["kk", "ru", "en"] {
        assert_ne!(rule("R16")["text"][lang], "");
    }
    let dates: Vec<(&str, &str)> = body["timeline"]
        .as_array()
        .unwrap()
        .iter()
        .map(|period| {
            (
                period["from"].as_str().unwrap_or(""),
                period["outcome"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        dates,
        [
            ("", "unknown"),
            ("2025-11-24", "refused"),
            ("2026-08-01", "refused")
        ]
    );
}

#[test]
fn an_explanation_tells_what_would_help() {
    let facts = facts_of_an_owner(&[
        ("term.months", 13.into()),
        ("applicant.phone_in_mobile_base", false.into()),
    ]);
    let body = explained(&facts, &["--why-not", "online"]);
    let why_not = &body["why_not"];
    assert_eq!(why_not["truth"], "false");
    let ids = |rules: &serde_json::Value| {
        let rules = rules.as_array().unwrap().iter();
        rules
            .map(|rule| rule["rule"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(ids(&why_not["giving"]), ["R2", "R3", "R3", "R4", "R4"]);
    assert_eq!(ids(&why_not["outranking"]), ["R15", "R18"]);
    let term = serde_json::json!({ "fact": "term.months", "from": "13", "to": "[1..12]", "nearest": "12" });
    let way = |fact: &str| {
        let yes =
            serde_json::json!({ "fact": fact, "from": "false", "to": "true", "nearest": "true" });
        serde_json::json!({ "effort": 4, "changes": [term, yes], "depends_on": [] })
    };
    let ways = [
        way("applicant.phone_in_mobile_base"),
        way("applicant.has_eds"),
    ];
    assert_eq!(why_not["ways"], serde_json::json!(ways));
    // Nobody can change an age.
    let child = facts_of_an_owner(&[("subject.age", 13.into())]);
    let body = explained(&child, &["--why-not", "online"]);
    assert_eq!(body["why_not"]["ways"], serde_json::json!([]));
}

#[test]
fn an_explanation_asks_next_only_what_is_missing() {
    let mut facts = serde_json::json!({});
    let all: serde_json::Value = serde_json::from_str(&facts_of_an_owner(&[])).unwrap();
    let mut asked = 0;
    loop {
        let body = explained(&facts.to_string(), &[]);
        let Some(next) = body["next"]["fact"].as_str() else {
            assert_eq!(body["verdict"]["outcome"], "online");
            break;
        };
        let missing = body["verdict"]["missing"].as_array().unwrap();
        assert!(missing.contains(&next.into()), "{next} in {missing:?}");
        assert_eq!(body["next"]["expected"].is_number(), missing.len() <= 8);
        facts[next] = all[next].clone();
        asked += 1;
    }
    assert!(asked <= 15, "{asked}");
}

#[test]
fn an_explanation_is_written_in_three_languages() {
    let facts = facts_of_an_owner(&[("term.months", 13.into())]);
    let check = |lang: &str, expected: &[&str]| {
        let text = explain(&facts, &["--why-not", "online", "--lang", lang]);
        for line in expected {
            assert!(
                text.lines().any(|found| found.contains(line)),
                "{line:?} in {text}"
            );
        }
    };
    check(
        "en",
        &[
            "This would be refused (refused)",
            "✓ Term in months: < 1, > 12 (13)",
            "✗ Age of the person registered: < 14 (30)",
            "R16 refused [from 1 August 2026]",
            "Law on Population Migration of 22 July 2011, article 51",
            "Why not: It passes online?",
            "• Term in months: 13 → 12 ([1..12])",
        ],
    );
    check(
        "ru",
        &[
            "Срок в месяцах: 13 → 12 ([1..12])",
            "Почему не так: Пройдёт онлайн?",
        ],
    );
    check(
        "kk",
        &[
            "Мерзімі, ай: 13 → 12 ([1..12])",
            "Неге бұлай емес: Онлайн өтеді?",
        ],
    );
}

#[test]
fn an_outcome_that_does_not_exist_is_refused() {
    let fixed = ["rules", "explain", "--facts", "-", "--on", "2026-03-01"];
    for wrong in ["onlin", "unknown"] {
        let output = tirkeu(&[&fixed[..], &["--why-not", wrong]].concat(), "{}");
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains("visit_psc"), "{}", stderr(&output));
    }
}

#[test]
fn a_cell_on_what_another_table_gives_names_the_output() {
    let folder = edited(&[]);
    let table = |name: &str, value: &str, cell: &str| {
        let text = format!(
            "[table]\nname = \"{name}\"\ngoal = \"verdict\"\nhit = \"first\"\noutput = \"{name}\"\n\
             values = [\"{value}\"]\n[[rule]]\nid = \"R1\"\nthen = \"{value}\"\nsource = \"our_reading\"\n\
             confidence = \"low\"\nmessage = \"R1\"\n[[rule.when]]\n{cell}\n"
        );
        std::fs::write(folder.path().join(format!("{name}.toml")), text).unwrap();
    };
    table("care", "child", "\"subject.age\" = \"< 14\"");
    table("help", "visit", "\"care\" = \"not(null)\"");
    let policy = ["--policy", folder.path().to_str().unwrap()];
    let child = facts_of_an_owner(&[("subject.age", 13.into())]);
    let body = explained(&child, &policy);
    let tables = body["tables"].as_array().unwrap();
    let help = tables
        .iter()
        .find(|table| table["table"] == "help")
        .unwrap();
    assert_eq!(
        help["rules"][0]["rows"][0]["cells"][0],
        serde_json::json!({ "output": "care", "cell": "not(null)", "value": "\"child\"", "truth": "true" })
    );
    let text = explain(&child, &policy);
    assert!(text.contains("✓ ↑ care: not(null) (child)"), "{text}");
}
