//! Models of other tools as policies.

use chrono::NaiveDate;
use dmn::{Definitions, Imported, import};
use rules::{Facts, Output};

use crate::hit_policies::{file, model};

fn imported(name: &str) -> Imported {
    import(&model(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The output of a goal for an age and whether someone is a guest.
fn decide(imported: &Imported, goal: &str, age: i32, guest: bool) -> Vec<Output> {
    let policy = &imported.policy;
    let decision = policy.in_force(goal, NaiveDate::MIN).unwrap();
    let mut facts = Facts::new();
    facts.set(policy, "Age", age).unwrap();
    facts.set(policy, "Guest", guest).unwrap();
    let outputs = decision.evaluate(&facts).outputs.unwrap();
    outputs.into_iter().map(|(_, output)| output).collect()
}

#[test]
fn every_hit_policy_decides_in_the_policy_as_in_the_model() {
    let check = |name: &str, age: i32, guest: bool, expected: Output| {
        let found = decide(&imported(name), "Fee", age, guest);
        assert_eq!(found, [expected], "{name}");
    };
    let one = |text: &str| Output::One(text.to_owned());
    let list = |texts: &[&str]| Output::List(texts.iter().map(ToString::to_string).collect());
    let number = |text: &str| Output::Number(text.parse().unwrap());
    check("unique", 14, false, one("half"));
    check("any", 20, true, one("none"));
    check("first", 17, true, one("child"));
    check("priority", 17, true, one("guest"));
    check(
        "output_order",
        62,
        true,
        list(&["guest", "senior", "adult"]),
    );
    check("rule_order", 62, true, list(&["guest", "adult", "senior"]));
    check("collect", 10, false, list(&["child"]));
    check("collect_sum", 62, true, number("8.25"));
    check("collect_min", 62, true, number("-2"));
    check("collect_max", 62, true, number("10"));
    check("collect_count", 62, true, number("3"));
}

#[test]
fn several_outputs_become_several_tables_and_defaults_last_rules() {
    let imported = imported("two_outputs");
    let outputs = decide(&imported, "Fee", 14, false);
    assert!(outputs.contains(&Output::One("100".to_owned())));
    assert!(outputs.contains(&Output::One("everyone".to_owned())));
    assert!(
        imported
            .notes
            .iter()
            .any(|note| note.contains("default output"))
    );
}

#[test]
fn tables_that_feed_tables_do_so_in_the_policy() {
    // The literal expressions, which no policy has, are taken out.
    let text = String::from_utf8(file("chain.dmn")).unwrap();
    let (before, rest) = text.split_once("  <decision id=\"Price\"").unwrap();
    let (_, after) = rest.split_once("  <decision id=\"Report\"").unwrap();
    let text = format!("{before}  <decision id=\"Report\"{after}");
    let model = Definitions::parse("chain.dmn", text.as_bytes()).unwrap();
    let imported = import(&model).unwrap();
    let policy = &imported.policy;
    let decision = policy.in_force("Report", NaiveDate::MIN).unwrap();
    let mut facts = Facts::new();
    facts.set(policy, "Age", 10).unwrap();
    // The discount of a child does not depend on the town, so nobody asks for it.
    let verdict = decision.evaluate(&facts);
    assert_eq!(verdict.output("Age Group"), Some("child"));
    assert_eq!(verdict.output("Discount"), Some("100"));
    assert_eq!(verdict.output("Report"), Some("much"));
    assert!(imported.notes.iter().any(|note| note.contains("Home Town")));
}

#[test]
fn what_a_policy_cannot_say_is_refused_with_its_place() {
    let error = import(&model("interpreted")).unwrap_err().to_string();
    let lines: Vec<&str> = error.lines().collect();
    assert!(lines[0].starts_with("interpreted.dmn:"), "{error}");
    assert!(
        lines[0].contains("Fee does not become a decision table"),
        "{error}"
    );
    let error = import(&model("chain")).unwrap_err().to_string();
    assert!(error.contains("Price does not become"), "{error}");
}

#[test]
fn rows_that_contradict_the_hit_policy_are_refused() {
    let text = String::from_utf8(file("first.dmn")).unwrap();
    for hit in ["UNIQUE", "ANY"] {
        let text = text.replace("FIRST", hit);
        let model = Definitions::parse("first.dmn", text.as_bytes()).unwrap();
        let error = import(&model).unwrap_err().to_string();
        assert!(error.contains("can apply together"), "{error}");
    }
}
