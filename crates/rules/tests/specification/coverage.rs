//! How far cases test the rules, and cases made from the rules.

use proptest::prelude::*;
use rules::analysis::STEPS;
use rules::coverage::{Because, Case, Coverage, GeneratedCases, RowCoverage, cases};
use rules::{Policy, RuleRef};

use crate::analysis_properties::{days, facts};
use crate::fixture::{day, facts as known, header, policy, rule};
use crate::oracle::{CHOSEN, model};
use crate::properties::{files, parse};

/// Each row with `d` if it decides, and each cell with `t`, `f` and `a` for true, false, alone.
fn shown(policy: &Policy, coverage: &Coverage) -> Vec<String> {
    let rows = coverage.rows.iter();
    let mark = |seen: bool, mark: &'static str| if seen { mark } else { "-" };
    rows.map(|row| {
        let id = policy.rule_version(row.rule).unwrap().id;
        let cells = row.cells.iter().map(|cell| {
            let name = cell.tested.name(policy);
            let (held, failed) = (mark(cell.held, "t"), mark(cell.failed, "f"));
            format!(" {name} {held}{failed}{}", mark(cell.alone, "a"))
        });
        let cells: String = cells.collect();
        format!("{id}.{} {}{cells}", row.row + 1, mark(row.decided, "d"))
    })
    .collect()
}

fn small() -> Policy {
    let table = header("outcome", "first", &["refused", "online"])
        + &rule(
            "R1",
            "refused",
            "",
            &[
                &[("subject.age", "< 14"), ("dwelling.found", "true")],
                &[("service", "\"temporary\"")],
            ],
        )
        + &rule("R2", "online", "", &[&[]]);
    policy(&[&table])
}

fn measure(policy: &Policy, cases: &[&[(&str, &str)]]) -> Coverage {
    let mut coverage = Coverage::new(policy);
    for case in cases {
        let case = Case {
            goal: "verdict".to_owned(),
            on: day("2026-03-01"),
            facts: known(policy, case),
        };
        coverage.add(policy, &case).unwrap();
    }
    coverage
}

#[test]
fn coverage_is_told_by_row_and_cell() {
    let policy = small();
    let check = |cases: &[&[(&str, &str)]], expected: &[&str], tested: usize| {
        let coverage = measure(&policy, cases);
        assert_eq!(shown(&policy, &coverage), expected);
        assert_eq!(coverage.tested(), (tested, 6));
    };
    let permanent = ("service", "permanent");
    let temporary = ("service", "temporary");
    let child = ("subject.age", "13");
    let found = ("dwelling.found", "true");
    check(
        &[],
        &[
            "R1.1 - subject.age --- dwelling.found ---",
            "R1.2 - service ---",
            "R2.1 -",
        ],
        0,
    );
    check(
        &[&[permanent, child, found]],
        &[
            "R1.1 d subject.age t-- dwelling.found t--",
            "R1.2 - service -f-",
            "R2.1 -",
        ],
        1,
    );
    // Two rows of the rule match, so none of them has decided alone.
    check(
        &[&[temporary, child, found]],
        &[
            "R1.1 - subject.age t-- dwelling.found t--",
            "R1.2 - service t--",
            "R2.1 -",
        ],
        0,
    );
    // What is not known shows nothing.
    check(
        &[&[permanent, ("subject.age", "20")]],
        &[
            "R1.1 - subject.age -f- dwelling.found ---",
            "R1.2 - service -fa",
            "R2.1 d",
        ],
        2,
    );
    check(
        &[
            &[permanent, ("subject.age", "20"), found],
            &[temporary, ("subject.age", "20")],
        ],
        &[
            "R1.1 - subject.age -fa dwelling.found t--",
            "R1.2 d service tfa",
            "R2.1 d",
        ],
        4,
    );
}

fn generate(policy: &Policy) -> GeneratedCases {
    let generated = cases(policy, STEPS).unwrap();
    assert!(generated.finished);
    generated
}

/// The coverage of generated cases.
fn covered(policy: &Policy, generated: &GeneratedCases) -> Coverage {
    let mut coverage = Coverage::new(policy);
    for file in &generated.files {
        let chosen = match &file.switch {
            Some((switch, option)) => policy.choose(switch, option).unwrap(),
            None => policy.clone(),
        };
        for case in &file.cases {
            let case = Case {
                goal: file.goal.clone(),
                on: case.on,
                facts: case.facts.clone(),
            };
            coverage.add(&chosen, &case).unwrap();
        }
    }
    coverage
}

#[test]
fn few_cases_test_everything() {
    let policy = small();
    let generated = generate(&policy);
    assert_eq!(covered(&policy, &generated).tested(), (6, 6));
    let [file] = generated.files.as_slice() else {
        panic!("{generated:?}")
    };
    assert_eq!(file.name(), "verdict.toml");
    assert_eq!(
        file.to_toml(&policy),
        r#"about = "Every row and every cell of the rules; made by tirkeu rules tests"
goal = "verdict"

[given]
"service" = "permanent"
"subject.age" = 14
"dwelling.found" = false

[[case]]
name = "row 1 of R1 decides"
on = 1970-01-01
"subject.age" = 13
"dwelling.found" = true
expect = "refused"
because = ["R1"]

[[case]]
name = "not row 1 of R1, as subject.age is 14"
on = 1970-01-01
"dwelling.found" = true
expect = "online"
because = ["R2"]

[[case]]
name = "not row 1 of R1, as dwelling.found is false"
on = 1970-01-01
"subject.age" = 13
expect = "online"
because = ["R2"]

[[case]]
name = "row 2 of R1 decides"
on = 1970-01-01
"service" = "temporary"
expect = "refused"
because = ["R1"]

[[case]]
name = "not row 2 of R1, as service is \"permanent\""
on = 1970-01-01
expect = "online"
because = ["R2"]
"#
        .replace("\"permanent\\\"", "\\\"permanent\\\"")
        .replace("\\\\\"", "\\\"")
    );
}

#[test]
fn what_cannot_be_tested_has_its_reason() {
    let table = header("outcome", "first", &["refused", "online"])
        + &rule("R1", "refused", "", &[&[("subject.age", "< 14")]])
        + &rule("R2", "refused", "", &[&[("subject.age", "< 10")]])
        + &rule(
            "R3",
            "online",
            "",
            &[
                &[("subject.age", ">= 12"), ("dwelling.found", "false")],
                &[("dwelling.found", "true")],
                &[("subject.age", "[0..120]"), ("service", "\"temporary\"")],
            ],
        )
        + &rule("R4", "online", "", &[&[]]);
    let policy = policy(&[&table]);
    let generated = generate(&policy);
    let impossible = generated.impossible.iter().map(|impossible| {
        let rule: RuleRef = impossible.rule;
        let id = policy.rule_version(rule).unwrap().id;
        let fact = impossible.cell.map(|tested| tested.name(&policy));
        let fact = fact.unwrap_or("row");
        format!(
            "{id}.{} {fact}: {}",
            impossible.row + 1,
            impossible.because.as_str()
        )
    });
    assert_eq!(
        impossible.collect::<Vec<_>>(),
        [
            "R2.1 row: wherever it matches, a rule that comes first does so too",
            "R2.1 subject.age: when it alone fails, the row would not have decided either",
            "R3.1 dwelling.found: another row of the rule matches whenever it would decide",
            "R3.2 dwelling.found: when it alone fails, the row would not have decided either",
            "R3.3 row: another row of the rule matches whenever it would decide",
            "R3.3 service: when it alone fails, the row would not have decided either",
            "R3.3 subject.age: every value satisfies it",
            "R4.1 row: wherever it matches, a rule that comes first does so too",
        ]
    );
}

#[test]
fn a_cell_that_changes_no_outcome_is_still_tested() {
    let table = header("outcome", "first", &["refused", "online"])
        + &rule("R1", "online", "", &[&[("subject.age", "< 14")]])
        + &rule("R2", "online", "", &[&[]]);
    let policy = policy(&[&table]);
    let generated = generate(&policy);
    let [impossible] = generated.impossible.as_slice() else {
        panic!("{generated:?}")
    };
    assert_eq!(impossible.because, Because::SameOutcome);
    assert_eq!(covered(&policy, &generated).tested(), (3, 3));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn generated_cases_test_whatever_any_case_tests(model in model()) {
        let Some(policy) = parse(&files(&model)) else { return Ok(()) };
        let generated = generate(&policy);
        let covered = covered(&policy, &generated);
        let options = [policy.choose("w", "o0").unwrap(), policy.choose("w", "o1").unwrap()];
        let brute = options.map(|chosen| {
            let mut coverage = Coverage::new(&policy);
            for on in days(&[&policy, &chosen]) {
                for case in model.cases() {
                    let facts = facts(&policy, &case);
                    let case = Case { goal: "goal".to_owned(), on, facts };
                    coverage.add(&chosen, &case).unwrap();
                }
            }
            coverage
        });
        for (index, row) in covered.rows.iter().enumerate() {
            let version = policy.rule_version(row.rule).unwrap();
            let option = match version.switch {
                Some((_, "o0")) => 0,
                Some(_) => 1,
                None => CHOSEN,
            };
            // Cases made for rules of the other option may show more.
            let own = &brute[option].rows[index];
            let either = |shows: &dyn Fn(&RowCoverage) -> bool| {
                brute.iter().any(|brute| shows(&brute.rows[index]))
            };
            prop_assert!(row.decided || !own.decided, "row {} of {version:?}", row.row);
            prop_assert!(!row.decided || either(&|row| row.decided));
            for (number, cell) in row.cells.iter().enumerate() {
                let own = &own.cells[number];
                prop_assert!(cell.alone || !own.alone, "{cell:?} of row {} of {version:?}", row.row);
                prop_assert!(!cell.alone || either(&|row| row.cells[number].alone));
            }
        }
        // Whatever is not tested has a reason.
        let untested = covered.rows.iter().map(|row| row.total() - row.tested()).sum::<usize>();
        prop_assert!(generated.impossible.len() >= untested);
        for file in &generated.files {
            let names: std::collections::BTreeSet<_> = file.cases.iter().map(|case| &case.name).collect();
            prop_assert_eq!(names.len(), file.cases.len());
        }
    }
}
