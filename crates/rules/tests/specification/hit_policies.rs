//! How a table chooses among rules that apply.

use rules::{Output, Verdict};

use crate::fixture::{because, facts, header, missing, policy, rule, verdict};

const CHILD: &[(&str, &str)] = &[("subject.age", "< 14")];
const MINOR: &[(&str, &str)] = &[("subject.age", "< 18")];
const ALWAYS: &[(&str, &str)] = &[];

fn outcome(verdict: &Verdict) -> Option<&str> {
    assert!(verdict.is_known());
    verdict.output("outcome")
}

#[test]
fn unique_gives_the_only_rule_that_applies_or_nothing() {
    let table = header("outcome", "unique", &["a", "b"])
        + &rule("R1", "a", "", &[CHILD])
        + &rule("R2", "b", "", &[&[("subject.age", "[14..18)")]]);
    let policy = policy(&[&table]);
    let decision = verdict(&policy);
    for (age, expected) in [("13", Some("a")), ("14", Some("b")), ("18", None)] {
        let verdict = decision.evaluate(&facts(&policy, &[("subject.age", age)]));
        assert_eq!(outcome(&verdict), expected, "{age}");
    }
}

#[test]
fn the_rows_of_one_rule_may_overlap_even_in_a_unique_table() {
    let table = header("outcome", "unique", &["a"]) + &rule("R1", "a", "", &[CHILD, MINOR]);
    let policy = policy(&[&table]);
    let verdict = verdict(&policy).evaluate(&facts(&policy, &[("subject.age", "5")]));
    assert_eq!(outcome(&verdict), Some("a"));
}

#[test]
fn first_gives_the_first_rule_of_the_file() {
    let table = header("outcome", "first", &["a", "b"])
        + &rule("R1", "b", "", &[MINOR])
        + &rule("R2", "a", "", &[ALWAYS]);
    let policy = policy(&[&table]);
    let decision = verdict(&policy);
    for (age, expected, reason) in [("17", "b", "R1"), ("18", "a", "R2")] {
        let verdict = decision.evaluate(&facts(&policy, &[("subject.age", age)]));
        assert_eq!(outcome(&verdict), Some(expected));
        assert_eq!(because(&policy, &verdict), [reason]);
    }
    // The catch-all does not fire while an earlier rule may still apply.
    let verdict = decision.evaluate(&facts(&policy, &[]));
    assert_eq!(missing(&policy, &verdict), ["subject.age"]);
}

#[test]
fn priority_gives_the_output_that_stands_first_in_the_values() {
    let table = header("outcome", "priority", &["a", "b"])
        + &rule("R1", "b", "", &[ALWAYS])
        + &rule("R2", "a", "", &[CHILD]);
    let policy = policy(&[&table]);
    let decision = verdict(&policy);
    for (age, expected) in [("13", "a"), ("14", "b")] {
        let verdict = decision.evaluate(&facts(&policy, &[("subject.age", age)]));
        assert_eq!(outcome(&verdict), Some(expected));
    }
}

#[test]
fn collect_lists_every_rule_that_applies_in_the_order_of_the_values() {
    let table = header("outcome", "collect", &["a", "b"])
        + &rule("R1", "b", "", &[MINOR])
        + &rule("R2", "a", "", &[CHILD, MINOR])
        + &rule("R3", "b", "", &[CHILD]);
    let policy = policy(&[&table]);
    let decision = verdict(&policy);
    for (age, expected) in [
        ("13", &["a", "b", "b"][..]),
        ("15", &["a", "b"]),
        ("18", &[]),
    ] {
        let verdict = decision.evaluate(&facts(&policy, &[("subject.age", age)]));
        let list = expected.iter().map(|output| (*output).to_owned()).collect();
        let expected_outputs = vec![("outcome".to_owned(), Output::List(list))];
        assert_eq!(verdict.outputs, Some(expected_outputs), "{age}");
        assert_eq!(verdict.list("outcome"), expected);
    }
}

#[test]
fn rule_order_lists_every_rule_that_applies_in_the_order_of_the_file() {
    let table = header("outcome", "rule order", &["a", "b"])
        + &rule("R1", "b", "", &[MINOR])
        + &rule("R2", "a", "", &[CHILD, MINOR])
        + &rule("R3", "b", "", &[CHILD]);
    let sorted = table.replace("rule order", "output order");
    for (table, expected) in [(table, ["b", "a", "b"]), (sorted, ["a", "b", "b"])] {
        let policy = policy(&[&table]);
        let decision = verdict(&policy);
        let verdict = decision.evaluate(&facts(&policy, &[("subject.age", "13")]));
        assert_eq!(verdict.list("outcome"), expected);
        assert_eq!(because(&policy, &verdict), ["R1", "R2", "R3"]);
    }
}

#[test]
fn a_list_in_rule_order_is_known_when_every_way_gives_it() {
    let table = header("outcome", "rule order", &["a", "b"])
        + &rule("R1", "a", "", &[CHILD])
        + &rule("R2", "b", "", &[&[("service", r#""permanent""#)]])
        + &rule("R3", "a", "", &[&[("subject.age", ">= 14")]]);
    let policy = policy(&[&table]);
    let decision = verdict(&policy);
    let temporary = decision.evaluate(&facts(&policy, &[("service", "temporary")]));
    assert_eq!(temporary.list("outcome"), ["a"]);
    let permanent = decision.evaluate(&facts(&policy, &[("service", "permanent")]));
    assert_eq!(missing(&policy, &permanent), ["subject.age"]);
}

#[test]
fn any_takes_rules_that_agree() {
    let table = header("outcome", "any", &["a", "b"])
        + &rule("R1", "a", "", &[CHILD])
        + &rule("R2", "a", "", &[MINOR])
        + &rule("R3", "b", "", &[&[("subject.age", ">= 18")]]);
    let policy = policy(&[&table]);
    let verdict = verdict(&policy).evaluate(&facts(&policy, &[("subject.age", "13")]));
    assert_eq!(outcome(&verdict), Some("a"));
    assert_eq!(because(&policy, &verdict), ["R1", "R2"]);
}

/// A table that reckons, with rules for those under 14, 18 and 65 and for all.
fn reckoning(hit: &str) -> String {
    let mut table = header("outcome", hit, &[]).replace("values = []\n", "");
    for (id, then, cell) in [
        ("R1", "1.5", "< 14"),
        ("R2", "-2", "< 18"),
        ("R3", "4", "< 65"),
    ] {
        table += &rule(id, then, "", &[&[("subject.age", cell)]]);
    }
    table
}

#[test]
fn numbers_are_reckoned() {
    for (hit, expected) in [
        ("collect sum", [Some("3.5"), Some("2"), Some("4"), None]),
        ("collect min", [Some("-2"), Some("-2"), Some("4"), None]),
        ("collect max", [Some("4"), Some("4"), Some("4"), None]),
    ] {
        let policy = policy(&[&reckoning(hit)]);
        let decision = verdict(&policy);
        for (age, expected) in ["13", "17", "30", "70"].into_iter().zip(expected) {
            let verdict = decision.evaluate(&facts(&policy, &[("subject.age", age)]));
            assert!(verdict.is_known());
            let number = verdict.number("outcome").map(|number| number.to_string());
            assert_eq!(number.as_deref(), expected, "{hit} {age}");
        }
    }
}

#[test]
fn numbers_may_be_written_without_quotes_and_declared() {
    let quoted = reckoning("collect sum");
    let mut bare = quoted.clone();
    for number in ["1.5", "-2", "4"] {
        bare = bare.replace(&format!("then = \"{number}\""), &format!("then = {number}"));
    }
    let declared = bare.replace(
        "output = \"outcome\"\n",
        "output = \"outcome\"\nvalues = [\"-2\", \"1.50\", \"4\"]\n",
    );
    assert_eq!(policy(&[&bare]), policy(&[&quoted]));
    assert_eq!(policy(&[&declared]), policy(&[&quoted]));
}

#[test]
fn count_counts_the_rules_that_apply_even_if_there_are_none() {
    let table = header("outcome", "collect count", &["a", "b"])
        + &rule("R1", "b", "", &[MINOR])
        + &rule("R2", "a", "", &[CHILD, MINOR])
        + &rule("R3", "b", "", &[CHILD]);
    let policy = policy(&[&table]);
    let decision = verdict(&policy);
    for (age, expected) in [("13", 3), ("15", 2), ("18", 0)] {
        let verdict = decision.evaluate(&facts(&policy, &[("subject.age", age)]));
        assert_eq!(verdict.number("outcome"), Some(expected.into()), "{age}");
    }
}

#[test]
fn a_sum_is_known_when_every_way_adds_up_to_it() {
    let table = header("outcome", "collect sum", &["1", "2", "3"])
        + &rule("R1", "3", "", &[CHILD])
        + &rule("R2", "1", "", &[&[("subject.age", ">= 14")]])
        + &rule("R3", "2", "", &[&[("subject.age", ">= 14")]]);
    let policy = policy(&[&table]);
    let verdict = verdict(&policy).evaluate(&facts(&policy, &[]));
    assert_eq!(verdict.number("outcome"), Some(3.into()));
    assert_eq!(because(&policy, &verdict), ["R1?", "R2?", "R3?"]);
}

#[test]
fn collect_takes_many_independent_rules() {
    let names: Vec<String> = (0..200).map(|n| format!("f{n:03}")).collect();
    let values: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut table = String::new();
    for name in &names {
        table += &format!("[[fact]]\nname = {name:?}\ntype = \"boolean\"\nasks = \"answer\"\n");
    }
    table += &header("outcome", "collect", &values);
    for name in &values {
        table += &rule(name, name, "", &[&[(*name, "true")]]);
    }
    let policy = policy(&[&table]);
    let decision = verdict(&policy);
    assert_eq!(
        missing(&policy, &decision.evaluate(&facts(&policy, &[]))),
        values
    );
    let known: Vec<(&str, &str)> = values.iter().map(|name| (*name, "true")).collect();
    let verdict = decision.evaluate(&facts(&policy, &known));
    assert_eq!(verdict.list("outcome"), values);
}

#[test]
fn a_dependent_table_counts_only_when_the_other_output_has_the_value() {
    let outcome = header("outcome", "priority", &["refused", "online"])
        + &rule("R1", "refused", "", &[CHILD])
        + &rule("R2", "online", "", &[ALWAYS]);
    let mut consent = header("consent", "unique", &["none", "all"]);
    consent += "when_output = { outcome = \"online\" }\n";
    consent += &rule("R6", "none", "", &[&[("service", r#""permanent""#)]]);
    consent += &rule("R8", "all", "", &[&[("service", r#""temporary""#)]]);
    // The dependent table comes first by file name, and is still evaluated after the other.
    let policy = policy(&[&consent, &outcome]);
    let decision = verdict(&policy);

    let online = facts(&policy, &[("subject.age", "30"), ("service", "temporary")]);
    let online = decision.evaluate(&online);
    assert_eq!(
        (online.output("outcome"), online.output("consent")),
        (Some("online"), Some("all"))
    );
    assert_eq!(because(&policy, &online), ["R2", "R8"]);

    let refused = decision.evaluate(&facts(&policy, &[("subject.age", "3")]));
    assert_eq!(
        (refused.output("outcome"), refused.output("consent")),
        (Some("refused"), None)
    );
    assert_eq!(refused.outputs.as_ref().map(Vec::len), Some(1));

    let open = decision.evaluate(&facts(&policy, &[("subject.age", "30")]));
    assert_eq!(missing(&policy, &open), ["service"]);
    let open = decision.evaluate(&facts(&policy, &[("service", "permanent")]));
    assert_eq!(missing(&policy, &open), ["subject.age"]);
}
