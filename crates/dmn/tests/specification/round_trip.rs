//! Export and import lose nothing.

use std::fs;
use std::path::Path;

use chrono::NaiveDate;
use dmn::{Definitions, Version, export, import};
use rules::{Policy, PolicyFile};

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
