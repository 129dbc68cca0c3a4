//! What an explanation shows of tables, rules, rows and cells.

use proptest::prelude::*;
use rules::{Explanation, FactId, InForce, Policy, RuleTrace, Subject, Truth};

use crate::fixture::{day, facts, header, policy, rule};
use crate::oracle::{Sample, tested};
use crate::properties::{Partial, Trial, parse, partial, trial, written};

const MARKS: [(Truth, char); 3] = [
    (Truth::True, '+'),
    (Truth::False, '-'),
    (Truth::Unknown, '?'),
];

fn mark(truth: Truth) -> char {
    MARKS
        .into_iter()
        .find(|(known, _)| *known == truth)
        .unwrap()
        .1
}

/// `+R1(+: +age<14)`: a rule, its rows and their cells.
fn trace(rule: &RuleTrace<'_>) -> String {
    let rows = rule.rows().map(|row| {
        let cells = row.cells().map(|cell| {
            let name = &cell.declaration().name;
            format!(" {}{name} {}", mark(cell.truth()), cell.feel())
        });
        format!("{}:{}", mark(row.truth()), cells.collect::<String>())
    });
    let rows: Vec<String> = rows.collect();
    format!(
        "{}{}({})",
        mark(rule.truth()),
        rule.version().unwrap().id,
        rows.join(" | ")
    )
}

fn traces(explanation: &Explanation<'_>) -> Vec<String> {
    let rules = explanation.tables().flat_map(|table| table.rules());
    rules.map(|rule| trace(&rule)).collect()
}

fn ids<'e>(rules: impl IntoIterator<Item = RuleTrace<'e>>) -> Vec<&'e str> {
    let rules = rules.into_iter();
    rules.map(|rule| rule.version().unwrap().id).collect()
}

/// Refused under 14 and for a dwelling not found; else online. Who agrees if online.
fn two_tables() -> Policy {
    let outcome = [
        header("outcome", "priority", &["refused", "resume", "online"]),
        rule("R3", "online", "", &[&[]]),
        rule(
            "R1",
            "refused",
            "",
            &[&[("subject.age", "< 14")], &[("dwelling.found", "false")]],
        ),
        rule(
            "R4",
            "refused",
            "from = 2026-08-01",
            &[&[("dwelling.m2", "< 15")]],
        ),
        rule(
            "R5",
            "refused",
            "until = 2025-12-31",
            &[&[("service", "\"temporary\"")]],
        ),
        rule(
            "R6",
            "refused",
            "switch = \"area:2025\"",
            &[&[("dwelling.m2", "< 18")]],
        ),
        rule("R2", "resume", "", &[&[("consent", "null")]]),
    ];
    let consent = [
        header("consent", "unique", &["none", "owner"]),
        "when_output = { outcome = \"online\" }\n".to_owned(),
        rule("R7", "none", "", &[&[("service", "\"temporary\"")]]),
        rule("R8", "owner", "", &[&[("service", "not(\"temporary\")")]]),
    ];
    policy(&[&outcome.concat(), &consent.concat()])
}

#[test]
fn cells_rows_and_rules_show_their_truth() {
    let policy = two_tables();
    let decision = policy.in_force("verdict", day("2026-03-01")).unwrap();
    let check = |known: &[(&str, &str)], expected: &[&str]| {
        let facts = facts(&policy, known);
        assert_eq!(traces(&decision.explain(&facts)), expected, "{known:?}");
    };
    check(
        &[("subject.age", "13"), ("consent", "null")],
        &[
            "+R1(+: +subject.age < 14 | ?: ?dwelling.found false)",
            "+R2(+: +consent null)",
            "+R3(+:)",
            "?R4(?: ?dwelling.m2 < 15)",
            "?R5(?: ?service \"temporary\")",
            "?R6(?: ?dwelling.m2 < 18)",
            "?R7(?: ?service \"temporary\")",
            "?R8(?: ?service not(\"temporary\"))",
        ],
    );
    check(
        &[
            ("subject.age", "14"),
            ("dwelling.found", "true"),
            ("dwelling.m2", "15"),
            ("service", "temporary"),
        ],
        &[
            "-R1(-: -subject.age < 14 | -: -dwelling.found false)",
            "?R2(?: ?consent null)",
            "+R3(+:)",
            "-R4(-: -dwelling.m2 < 15)",
            "+R5(+: +service \"temporary\")",
            "+R6(+: +dwelling.m2 < 18)",
            "+R7(+: +service \"temporary\")",
            "-R8(-: -service not(\"temporary\"))",
        ],
    );
}

#[test]
fn cells_on_what_another_table_gives_show_what_it_may_still_give() {
    let care = [
        header("care", "first", &["child", "old"]),
        rule("C1", "child", "", &[&[("subject.age", "< 14")]]),
        rule("C2", "old", "", &[&[("subject.age", ">= 80")]]),
    ];
    let points = [
        header("points", "collect sum", &["2", "1.5"]),
        rule("P1", "2", "", &[&[("subject.age", "< 14")]]),
        rule("P2", "1.5", "", &[&[("consent", "null")]]),
    ];
    let outcome = [
        header("outcome", "first", &["visit", "alone"]),
        rule(
            "R1",
            "visit",
            "",
            &[&[("care", "\"child\""), ("points", ">= 3")]],
        ),
        // Whoever is old has none of a child's points.
        rule(
            "R2",
            "visit",
            "",
            &[
                &[("care", "\"old\""), ("points", ">= 2")],
                &[("points", "2"), ("subject.age", ">= 14")],
            ],
        ),
        rule("R3", "alone", "", &[&[("care", "null")]]),
    ];
    let policy = policy(&[&outcome.concat(), &care.concat(), &points.concat()]);
    let decision = policy.in_force("verdict", day("2026-03-01")).unwrap();
    let check = |known: &[(&str, &str)], expected: &[&str], values: &[Option<&str>]| {
        let facts = facts(&policy, known);
        let explanation = decision.explain(&facts);
        let table = explanation.table("outcome").unwrap();
        let rules: Vec<RuleTrace<'_>> = table.rules().collect();
        let traces: Vec<String> = rules.iter().map(trace).collect();
        assert_eq!(traces, expected, "{known:?}");
        let cells = rules[0].rows().flat_map(|row| row.cells());
        let found: Vec<Option<String>> = cells
            .map(|cell| cell.value().map(|value| value.to_string()))
            .collect();
        let found: Vec<Option<&str>> = found.iter().map(Option::as_deref).collect();
        assert_eq!(found, values, "{known:?}");
    };
    check(
        &[],
        &[
            "?R1(?: ?care \"child\" ?points >= 3)",
            "-R2(-: ?care \"old\" ?points >= 2 | -: ?subject.age >= 14 ?points 2)",
            "?R3(?: ?care null)",
        ],
        &[None, None],
    );
    check(
        &[("subject.age", "3")],
        &[
            "?R1(?: +care \"child\" ?points >= 3)",
            "-R2(-: -care \"old\" +points >= 2 | -: -subject.age >= 14 ?points 2)",
            "-R3(-: -care null)",
        ],
        &[Some("\"child\""), None],
    );
    check(
        &[("subject.age", "30"), ("consent", "agreed")],
        &[
            "-R1(-: -care \"child\" -points >= 3)",
            "-R2(-: -care \"old\" -points >= 2 | -: +subject.age >= 14 -points 2)",
            "+R3(+: +care null)",
        ],
        &[Some("null"), Some("null")],
    );
}

/// Two rules that always apply, under each hit policy that allows it.
#[test]
fn rules_outrank_only_where_one_keeps_others_from_deciding() {
    let check = |hit: &str, values: [&str; 2], asked: &str, expected: &[&str]| {
        let table = [
            header("outcome", hit, &values),
            rule("R1", values[0], "", &[&[("subject.age", "< 14")]]),
            rule("R2", values[1], "", &[&[("subject.age", "< 14")]]),
        ];
        let policy = policy(&[&table.concat()]);
        let decision = policy.in_force("verdict", day("2026-03-01")).unwrap();
        let facts = facts(&policy, &[("subject.age", "3")]);
        let explanation = decision.explain(&facts);
        let why_not = explanation.why_not("outcome", asked).unwrap();
        assert_eq!(ids(why_not.outranking()), expected, "{hit} {asked}");
    };
    check("first", ["a", "b"], "b", &["R1"]);
    check("priority", ["a", "b"], "b", &["R1"]);
    for hit in ["output order", "rule order", "collect", "collect count"] {
        check(hit, ["a", "b"], "b", &[]);
    }
    check("collect sum", ["1", "2"], "2", &[]);
    check("collect min", ["2", "1"], "2", &["R2"]);
    check("collect max", ["1", "2"], "1", &["R2"]);
    check("collect max", ["1", "2"], "2", &[]);
}

#[test]
fn rules_out_of_force_say_why() {
    let policy = two_tables();
    let check = |on: &str, id: &str, expected: InForce<'_>| {
        let decision = policy.in_force("verdict", day(on)).unwrap();
        let facts = facts(&policy, &[]);
        let explanation = decision.explain(&facts);
        let mut rules = explanation.tables().flat_map(|table| table.rules());
        let rule = rules.find(|rule| rule.version().unwrap().id == id).unwrap();
        assert_eq!(rule.in_force(), expected, "{id} on {on}");
    };
    check("2026-03-01", "R1", InForce::Yes);
    check("2026-03-01", "R4", InForce::From(day("2026-08-01")));
    check("2026-07-31", "R4", InForce::From(day("2026-08-01")));
    check("2026-08-01", "R4", InForce::Yes);
    check("2025-12-31", "R5", InForce::Yes);
    check("2026-01-01", "R5", InForce::Until(day("2025-12-31")));
    let (switch, option) = ("area", "2025");
    check("2026-03-01", "R6", InForce::NotChosen { switch, option });
}

#[test]
fn a_table_shows_whether_it_is_relevant_and_what_it_may_still_give() {
    let policy = two_tables();
    let decision = policy.in_force("verdict", day("2026-03-01")).unwrap();
    let check = |known: &[(&str, &str)],
                 relevance: Truth,
                 outcome: &[(&str, bool)],
                 consent: &[(&str, bool)]| {
        let facts = facts(&policy, known);
        let explanation = decision.explain(&facts);
        let possible = |output| {
            let possible = explanation.table(output).unwrap().possible().into_iter();
            possible
                .map(|(value, certain)| (value.to_string(), certain))
                .collect::<Vec<_>>()
        };
        let written = |values: &[(&str, bool)]| {
            let values = values.iter();
            values
                .map(|(value, certain)| (format!("{value:?}"), *certain))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            explanation.table("outcome").unwrap().relevance(),
            Truth::True
        );
        assert_eq!(
            explanation.table("consent").unwrap().relevance(),
            relevance,
            "{known:?}"
        );
        assert_eq!(possible("outcome"), written(outcome), "{known:?}");
        assert_eq!(possible("consent"), written(consent), "{known:?}");
    };
    check(
        &[("subject.age", "13")],
        Truth::False,
        &[("refused", true)],
        &[],
    );
    check(
        &[("subject.age", "14"), ("dwelling.found", "true")],
        Truth::Unknown,
        &[("resume", false), ("online", false)],
        &[("none", false), ("owner", false)],
    );
    check(
        &[
            ("subject.age", "14"),
            ("dwelling.found", "true"),
            ("consent", "agreed"),
            ("service", "permanent"),
        ],
        Truth::True,
        &[("online", true)],
        &[("owner", true)],
    );
}

#[test]
fn why_not_names_the_rules_that_give_it_and_those_that_outrank_it() {
    let policy = two_tables();
    let decision = policy.in_force("verdict", day("2026-03-01")).unwrap();
    let check = |output: &str,
                 value: &str,
                 known: &[(&str, &str)],
                 giving: &[&str],
                 outranking: &[&str]| {
        let facts = facts(&policy, known);
        let explanation = decision.explain(&facts);
        let why_not = explanation.why_not(output, value).unwrap();
        assert_eq!(ids(why_not.giving()), giving, "{value} {known:?}");
        assert_eq!(ids(why_not.outranking()), outranking, "{value} {known:?}");
    };
    let child = [("subject.age", "13"), ("consent", "agreed")];
    check("outcome", "online", &child, &["R3"], &["R1"]);
    check("outcome", "online", &[], &["R3"], &["R1", "R2"]);
    check("outcome", "resume", &child, &["R2"], &["R1"]);
    check(
        "outcome",
        "refused",
        &[("dwelling.found", "true")],
        &["R1", "R4", "R5", "R6"],
        &[],
    );
    check(
        "consent",
        "owner",
        &[("service", "temporary")],
        &["R8"],
        &["R7"],
    );
    check("consent", "none", &[("service", "temporary")], &["R7"], &[]);

    let facts = facts(&policy, &child);
    let explanation = decision.explain(&facts);
    assert!(explanation.why_not("outcome", "nonsense").is_none());
    assert!(explanation.why_not("nonsense", "online").is_none());
    let why_not = explanation.why_not("outcome", "resume").unwrap();
    assert_eq!(why_not.truth(), Truth::False);
    let rows = why_not.giving().flat_map(|rule| rule.rows());
    let obstacles: Vec<String> = rows
        .flat_map(|row| row.obstacles())
        .map(|cell| {
            format!(
                "{} {}, not {}",
                cell.declaration().name,
                cell.feel(),
                cell.value().unwrap()
            )
        })
        .collect();
    assert_eq!(obstacles, ["consent null, not \"agreed\""]);
}

#[test]
fn below_the_first_rule_that_applies_only_those_above_outrank() {
    let table = [
        header("outcome", "first", &["a", "b", "c"]),
        rule("R1", "a", "", &[&[("dwelling.found", "true")]]),
        rule("R2", "b", "", &[&[("subject.age", "< 14")]]),
        rule("R3", "c", "", &[&[("subject.age", "< 18")]]),
        rule("R4", "b", "", &[&[]]),
    ];
    let policy = policy(&[&table.concat()]);
    let decision = policy.in_force("verdict", day("2026-03-01")).unwrap();
    let check = |known: &[(&str, &str)], outranking: &[&str]| {
        let facts = facts(&policy, known);
        let explanation = decision.explain(&facts);
        let why_not = explanation.why_not("outcome", "b").unwrap();
        assert_eq!(ids(why_not.outranking()), outranking, "{known:?}");
    };
    check(&[], &["R1", "R3"]);
    check(&[("subject.age", "20")], &["R1"]);
    check(&[("subject.age", "20"), ("dwelling.found", "false")], &[]);
}

/// The truth of something that holds for some values and fails for others.
fn truth(holds: impl Iterator<Item = bool> + Clone) -> Truth {
    match (
        holds.clone().any(|holds| holds),
        holds.clone().all(|holds| holds),
    ) {
        (true, true) => Truth::True,
        (true, false) => Truth::Unknown,
        (false, _) => Truth::False,
    }
}

fn values(trial: &Trial, partial: &Partial, fact: FactId) -> Vec<Sample> {
    match partial[fact.index()] {
        Some(value) => vec![value],
        None => trial.model.facts[fact.index()].samples(),
    }
}

proptest! {
    #[test]
    fn every_truth_is_what_the_completions_say((model, known) in trial()) {
        let Some(trial) = Trial::new(model) else { return Ok(()) };
        let partial = partial(&trial.model.facts, &known);
        let facts = trial.facts(&partial);
        let decision = trial.decision();
        let explanation = decision.explain(&facts);
        prop_assert_eq!(explanation.verdict(), decision.evaluate(&facts));
        for traced in explanation.tables() {
            let table = traced.table().name[1..].parse::<usize>().unwrap();
            let outputs = trial.completions(&partial).map(|(_, outputs)| &outputs[table]);
            if let Some((other, value)) = trial.model.tables[table].when {
                let relevant = trial.completions(&partial).map(|(_, outputs)| {
                    trial.model.tables[other].gives(outputs[other].as_ref(), value)
                });
                prop_assert_eq!(traced.relevance(), truth(relevant));
            }
            for value in 0..crate::oracle::VALUES {
                let gives = outputs.clone().map(|given| trial.model.tables[table].gives(given.as_ref(), value));
                prop_assert_eq!(traced.gives(value as u16), truth(gives));
            }
            let hit = trial.model.tables[table].hit;
            let known = truth(outputs.clone().map(|given| given == outputs.clone().next().unwrap()));
            if !hit.lists() {
                prop_assert_eq!(traced.output().is_some(), known == Truth::True);
                let mut given: Vec<Sample> = outputs.clone().map(tested).collect();
                given.retain(|given| *given != Sample::Null);
                // Of texts the first value comes first, of numbers the least.
                given.sort_by_key(|given| match given {
                    Sample::Quarters(number) => *number,
                    Sample::Text(value) => *value as i64,
                    _ => 0,
                });
                given.dedup();
                let given = given.into_iter().map(|given| match given {
                    Sample::Text(value) => format!("{:?}", written(hit, value)),
                    Sample::Quarters(number) => crate::properties::number(number).to_string(),
                    _ => unreachable!("no table gives this"),
                });
                let possible = traced.possible().into_iter().map(|(value, certain)| {
                    assert_eq!(certain, known == Truth::True);
                    value.to_string()
                });
                prop_assert_eq!(possible.collect::<Vec<_>>(), given.collect::<Vec<_>>());
            }
            let mut rules = 0;
            for rule in traced.rules() {
                rules += 1;
                let number = rule.version().unwrap().id[1..].parse::<usize>().unwrap();
                let in_model = &trial.model.tables[table].rules[number];
                prop_assert_eq!(rule.in_force() == InForce::Yes, in_model.is_in_force());
                if in_model.is_in_force() {
                    prop_assert_eq!(rule.truth(), trial.truth(table, number, &partial));
                }
                for (row, in_model) in rule.rows().zip(&in_model.rows) {
                    let completions = trial.completions(&partial);
                    let applies = completions.map(|(case, outputs)| in_model.applies(case, outputs));
                    prop_assert_eq!(row.truth(), truth(applies));
                    prop_assert_eq!(row.cells().count(), in_model.cells.iter().flatten().count() + in_model.outputs.len());
                    for cell in row.cells() {
                        let holds = match cell.subject() {
                            Subject::Fact(fact) => {
                                let in_model = in_model.cells[fact.index()].as_ref().unwrap();
                                truth(values(&trial, &partial, fact).iter().map(|value| in_model.holds(*value)))
                            }
                            Subject::Output(other) => {
                                let other = other.table().name[1..].parse::<usize>().unwrap();
                                let (_, in_model) = in_model.outputs.iter().find(|(table, _)| *table == other).unwrap();
                                let completions = trial.completions(&partial);
                                truth(completions.map(|(_, outputs)| in_model.holds(tested(&outputs[other]))))
                            }
                        };
                        prop_assert_eq!(cell.truth(), holds);
                    }
                }
            }
            prop_assert_eq!(rules, trial.model.tables[table].rules.len());
        }
    }

    #[test]
    fn a_cell_written_is_read_back((model, _) in trial()) {
        let Some(trial) = Trial::new(model) else { return Ok(()) };
        let tables = trial.policy.tables();
        let rows = tables.iter().flat_map(|table| &table.rules);
        let rows: Vec<_> = rows.flat_map(|rule| rule.rows.clone()).collect();
        prop_assume!(!rows.is_empty());
        let mut text = "[table]\nname = \"t\"\ngoal = \"goal\"\nhit = \"first\"\noutput = \"o\"\nvalues = [\"v\"]\n\
            [[rule]]\nid = \"r\"\nthen = \"v\"\nsource = \"s\"\nconfidence = \"low\"\nmessage = \"m\"\n".to_owned();
        for row in &rows {
            text += "[[rule.when]]\n";
            for (fact, cell) in &row.cells {
                let fact = &trial.policy.facts()[fact.index()];
                text += &format!("{} = '{}'\n", fact.name, cell.feel(fact));
            }
            for (table, cell) in &row.outputs {
                let output = tables[usize::from(*table)].output_declaration().unwrap();
                text += &format!("{} = '{}'\n", output.name, cell.feel(&output));
            }
        }
        let mut files = crate::properties::files(&trial.model);
        files.push(("t.toml".to_owned(), text));
        let read = parse(&files).unwrap();
        let table = read.tables().iter().find(|table| table.name == "t").unwrap();
        prop_assert_eq!(&table.rules[0].rows, &rows);
    }
}
