//! Faults planted in small policies are found, each with facts that show it.

use rules::analysis::{Finding, Kind, Lacking, Layout, Report, STEPS, Wording, check};
use rules::{FactType, Facts, Policy, PolicyFile, Value};

use crate::fixture::{FACTS, facts, header, rule};

fn parse(tables: &[&str]) -> (Policy, Layout) {
    let names: Vec<String> = (0..tables.len())
        .map(|n| format!("table{n}.toml"))
        .collect();
    let mut files = vec![PolicyFile {
        name: "facts.toml",
        text: FACTS,
    }];
    let tables = names.iter().zip(tables);
    files.extend(tables.map(|(name, text)| PolicyFile { name, text }));
    Policy::parse_with_layout(&files).unwrap_or_else(|errors| panic!("{errors}"))
}

fn analyse(tables: &[&str]) -> (Policy, Report) {
    let (policy, layout) = parse(tables);
    let mut report = check(&policy, &layout, &|_| Lacking::default(), STEPS);
    assert!(report.finished);
    // The facts of the fixture are there for all tests.
    report
        .findings
        .retain(|finding| finding.kind != Kind::FactNeverUsed);
    (policy, report)
}

/// Finding, file and line, and facts of the witness, one finding a line.
fn shown(policy: &Policy, findings: &[Finding]) -> Vec<String> {
    let show = |finding: &Finding| {
        let mut text = format!("{}: {}", finding.kind.as_str(), finding.sentence());
        if let Some(position) = &finding.position {
            text = format!("{}:{}: {text}", position.file, position.line);
        }
        if let Some(scenario) = &finding.scenario {
            text += &format!(" ({}: {})", scenario.switch, scenario.option);
        }
        if let Some(witness) = &finding.witness {
            let known = witness.facts.iter(policy);
            let known: Vec<String> = known
                .map(|(fact, value)| format!("{}={value}", policy.facts()[fact.index()].name))
                .collect();
            text += &format!(" [{} {}]", witness.on, known.join(" "));
        }
        text
    };
    findings.iter().map(show).collect()
}

fn check_found(tables: &[&str], expected: &[&str]) {
    let (policy, report) = analyse(tables);
    assert_eq!(shown(&policy, &report.findings), expected);
    for finding in &report.findings {
        verify(&policy, finding);
    }
}

/// All facts: those of the witness, the others in a few ways.
pub(crate) fn completions(policy: &Policy, facts: &Facts) -> Vec<Facts> {
    let complete = |last: bool| {
        let mut complete = facts.clone();
        for (fact, declaration) in policy.fact_ids().zip(policy.facts()) {
            if complete.is_known(fact) {
                continue;
            }
            let value = match &declaration.kind {
                FactType::Boolean => Value::Bool(last),
                FactType::Text { values } => Value::Text(match last {
                    true => values.last().unwrap(),
                    false => &values[0],
                }),
                FactType::Whole { min, max } | FactType::Number { min, max } => {
                    Value::Number(match last {
                        true => max.unwrap_or(100.into()),
                        false => min.unwrap_or(0.into()),
                    })
                }
            };
            complete.set_fact(policy, fact, value).unwrap();
        }
        complete
    };
    vec![complete(false), complete(true)]
}

/// The facts of a witness show what is said of them, whatever the other facts are.
pub(crate) fn verify(policy: &Policy, finding: &Finding) {
    let Some(witness) = &finding.witness else {
        return;
    };
    let policy = match &finding.scenario {
        Some(scenario) => &policy.choose(&scenario.switch, &scenario.option).unwrap(),
        None => policy,
    };
    assert!(
        finding
            .period
            .is_some_and(|period| period.contains(witness.on))
    );
    let table = policy.tables().iter();
    let table = table
        .clone()
        .find(|table| table.name == finding.table)
        .unwrap();
    for facts in completions(policy, &witness.facts) {
        let decision = policy.in_force(&table.goal, witness.on).unwrap();
        let verdict = decision.evaluate(&facts);
        let applying: Vec<String> = decision
            .standing(&facts)
            .into_iter()
            .filter(|standing| standing.truth == rules::Truth::True)
            .map(|standing| policy.rule_version(standing.rule).unwrap())
            .filter(|version| version.table == finding.table)
            .map(|version| version.id.to_owned())
            .collect();
        let has_output = verdict
            .outputs
            .as_ref()
            .unwrap()
            .iter()
            .any(|(name, _)| *name == table.output);
        match finding.kind {
            Kind::Gap => assert!(!has_output && applying.is_empty(), "{finding:?}"),
            Kind::Masked | Kind::Subsumed | Kind::NeverDecides => {
                assert!(has_output, "{finding:?}");
                assert!(applying.contains(&finding.rule), "{finding:?}");
                let other = finding.about.rsplit(' ').next().unwrap().to_owned();
                assert!(applying.contains(&other), "{finding:?}");
                if let Some(given) = verdict.output(&table.output) {
                    let gives = |version: rules::RuleVersion<'_>| version.output == given;
                    let same = policy.rule(&finding.rule);
                    let same = same.filter(|rule| rule.table == finding.table).any(gives);
                    match finding.kind {
                        Kind::Masked => assert!(!same, "{finding:?}"),
                        Kind::NeverDecides => assert!(same, "{finding:?}"),
                        _ => {}
                    }
                }
            }
            kind => panic!("{kind:?} has no witness"),
        }
    }
}

#[test]
fn a_sound_policy_is_clean() {
    let table = header("outcome", "priority", &["refused", "online"])
        + &rule("R1", "refused", "", &[&[("subject.age", "< 14")]])
        + &rule("R2", "online", "", &[&[("subject.age", ">= 14")]]);
    check_found(&[&table], &[]);
}

#[test]
fn facts_without_an_outcome_are_found() {
    let table = header("outcome", "first", &["refused", "online"])
        + &rule("R1", "refused", "", &[&[("subject.age", "< 14")]])
        + &rule(
            "R2",
            "online",
            "",
            &[&[("subject.age", "> 14"), ("dwelling.found", "true")]],
        )
        + &rule("R3", "online", "", &[&[("subject.age", "> 15")]]);
    check_found(
        &[&table],
        &["table0.toml:1: no outcome: table outcome gives no outcome [1970-01-01 subject.age=14]"],
    );
    let (policy, report) = analyse(&[&table]);
    let regions = &report.findings[0].regions;
    let (age, found) = (policy.fact("subject.age"), policy.fact("dwelling.found"));
    let (age, found) = (age.unwrap(), found.unwrap());
    let cell = |text: &str| text.to_owned();
    assert_eq!(
        *regions,
        [
            vec![(age, cell("14"))],
            vec![(age, cell("15")), (found, cell("false"))],
        ]
    );
}

#[test]
fn a_gap_has_its_time() {
    let table = header("outcome", "first", &["refused", "online"])
        + &rule(
            "R1",
            "refused",
            "from = 2026-01-01",
            &[&[("subject.age", "< 14")]],
        )
        + &rule(
            "R2",
            "online",
            "from = 2026-01-01\nuntil = 2026-06-30",
            &[&[("subject.age", ">= 14")]],
        )
        + &rule(
            "R3",
            "online",
            "from = 2026-09-01",
            &[&[("subject.age", ">= 14")]],
        );
    check_found(
        &[&table],
        &["table0.toml:1: no outcome: table outcome gives no outcome [2026-07-01 subject.age=14]"],
    );
    let (_, report) = analyse(&[&table]);
    let period = report.findings[0].period.unwrap();
    assert_eq!(period.from, "2026-07-01".parse().ok());
    assert_eq!(period.until, "2026-08-31".parse().ok());
}

#[test]
fn a_gap_goes_on_when_other_rules_change() {
    let table = header("outcome", "first", &["online"])
        + &rule("R1", "online", "", &[&[("subject.age", ">= 14")]]);
    let notices = header("notices", "collect", &["a"])
        + &rule("R2", "a", "from = 2026-01-01\nuntil = 2026-06-30", &[&[]]);
    let (_, report) = analyse(&[&table, &notices]);
    let [finding] = report.findings.as_slice() else {
        panic!("{report:?}")
    };
    let period = finding.period.unwrap();
    assert_eq!((period.from, period.until), (None, None));
}

#[test]
fn a_gap_counts_only_where_the_table_is_relevant() {
    let outcome = header("outcome", "first", &["refused", "online"])
        + &rule("R1", "refused", "", &[&[("subject.age", "< 14")]])
        + &rule("R2", "online", "", &[&[]]);
    let consent = header("consent", "unique", &["none", "all"])
        + "when_output = { outcome = \"online\" }\n"
        + &rule("R3", "none", "", &[&[("subject.age", "[14..16)")]])
        + &rule("R4", "all", "", &[&[("subject.age", "> 16")]]);
    check_found(
        &[&outcome, &consent],
        &["table1.toml:1: no outcome: table consent gives no consent [1970-01-01 subject.age=16]"],
    );
}

#[test]
fn rows_without_effect_are_found() {
    let first = header("outcome", "first", &["refused", "online"])
        + &rule("R1", "refused", "", &[&[("subject.age", "< 14")]])
        + &rule(
            "R2",
            "online",
            "",
            &[&[("subject.age", "[10..12)"), ("service", "\"temporary\"")]],
        )
        + &rule(
            "R3",
            "online",
            "",
            &[&[("subject.age", "[14..16)")], &[("subject.age", "15")]],
        )
        + &rule("R4", "online", "", &[&[("subject.age", "[14..20)")]])
        + &rule("R5", "online", "", &[&[("subject.age", "> 12")]]);
    check_found(
        &[&first],
        &[
            "table0.toml:25: masked: row 1 of R2 never has a say: R1 comes first \
             [1970-01-01 service=\"temporary\" subject.age=10]",
            "table0.toml:36: subsumed: row 1 of R3 matches only where R4 does \
             [1970-01-01 subject.age=14]",
            "table0.toml:38: subsumed: row 2 of R3 matches only where row 1 of R3 does \
             [1970-01-01 subject.age=15]",
            "table0.toml:48: subsumed: row 1 of R4 matches only where R5 does \
             [1970-01-01 subject.age=14]",
        ],
    );
    let never_decides = header("outcome", "priority", &["refused", "online"])
        + &rule("R1", "refused", "", &[&[("subject.age", "[0..14)")]])
        + &rule("R2", "refused", "", &[&[("subject.age", "(10..20)")]])
        + &rule("R3", "refused", "", &[&[("subject.age", "[14..30)")]])
        + &rule("R4", "online", "", &[&[("subject.age", ">= 15")]]);
    check_found(
        &[&never_decides],
        &[
            "table0.toml:25: never decides: row 1 of R2 could be left out: R1 gives the same \
             [1970-01-01 subject.age=11]",
        ],
    );
    let outcome = header("outcome", "first", &["refused", "online"])
        + &rule("R1", "refused", "", &[&[("subject.age", "< 14")]])
        + &rule("R2", "online", "", &[&[]]);
    let unreachable = header("notice", "collect", &["a", "b"])
        + "when_output = { outcome = \"refused\" }\n"
        + &rule("R3", "a", "", &[&[("subject.age", "> 14")], &[]])
        + &rule("R4", "b", "", &[&[]]);
    check_found(
        &[&outcome, &unreachable],
        &["table1.toml:16: unreachable: row 1 of R3 matches nothing"],
    );
}

#[test]
fn an_idle_row_is_what_it_is_at_its_best_time() {
    for dates in ["until = 2026-06-30", "from = 2026-07-01"] {
        let table = header("outcome", "first", &["refused", "online"])
            + &rule("R1", "refused", dates, &[&[("subject.age", "< 14")]])
            + &rule("R2", "online", "", &[&[("subject.age", "< 12")]])
            + &rule("R3", "online", "", &[&[]]);
        let (_, report) = analyse(&[&table]);
        let kinds = report.findings.iter().map(|finding| finding.kind);
        assert_eq!(kinds.collect::<Vec<_>>(), [Kind::Subsumed]);
    }
}

#[test]
fn a_row_is_masked_only_where_every_answer_is_another() {
    let table = header("outcome", "first", &["refused", "online"])
        + &rule("R1", "refused", "", &[&[("subject.age", "< 10")]])
        + &rule("R2", "online", "", &[&[("subject.age", "[10..14)")]])
        + &rule("R3", "online", "", &[&[("subject.age", "< 14")]])
        + &rule("R4", "refused", "", &[&[]]);
    check_found(
        &[&table],
        &[
            "table0.toml:25: subsumed: row 1 of R2 matches only where R3 does \
             [1970-01-01 subject.age=10]",
            "table0.toml:35: never decides: row 1 of R3 could be left out: R2 gives the same \
             [1970-01-01 subject.age=10]",
        ],
    );
}

#[test]
fn a_row_that_decides_at_one_time_is_sound() {
    let table = header("outcome", "first", &["refused", "online"])
        + &rule(
            "R1",
            "refused",
            "from = 2026-01-01",
            &[&[("subject.age", "< 14")]],
        )
        + &rule("R2", "online", "", &[&[("subject.age", "< 12")]])
        + &rule("R3", "online", "", &[&[("subject.age", ">= 12")]]);
    check_found(&[&table], &[]);
}

#[test]
fn of_two_equal_rows_the_later_is_found() {
    let table = header("outcome", "priority", &["refused", "online"])
        + &rule("R1", "refused", "", &[&[("subject.age", "< 14")]])
        + &rule("R2", "refused", "", &[&[("subject.age", "not([14..120])")]])
        + &rule("R3", "online", "", &[&[]]);
    check_found(
        &[&table],
        &[
            "table0.toml:25: subsumed: row 1 of R2 matches only where R1 does \
           [1970-01-01 subject.age=13]",
        ],
    );
}

#[test]
fn the_option_that_is_not_chosen_is_analysed_too() {
    let table = header("outcome", "priority", &["refused", "online"])
        + &rule(
            "R1",
            "refused",
            "switch = \"area:2025\"",
            &[&[("subject.age", "< 14")]],
        )
        + &rule("R2", "online", "switch = \"area:2026\"", &[&[]])
        + &rule(
            "R3",
            "refused",
            "switch = \"area:2025\"",
            &[&[("subject.age", "< 10")]],
        );
    check_found(
        &[&table],
        &[
            "table0.toml:1: no outcome: table outcome gives no outcome (area: 2025) \
             [1970-01-01 subject.age=14]",
            "table0.toml:34: subsumed: row 1 of R3 matches only where R1 does (area: 2025) \
             [1970-01-01 subject.age=9]",
        ],
    );
}

#[test]
fn what_is_never_used_or_reached_is_found() {
    let table = header("outcome", "first", &["refused", "lost", "online"])
        + &rule("R1", "refused", "", &[&[("subject.age", "< 14")]])
        + &rule("R2", "online", "", &[&[]]);
    let (policy, layout) = parse(&[&table]);
    let report = check(&policy, &layout, &|_| Lacking::default(), STEPS);
    let shown = shown(&policy, &report.findings);
    assert_eq!(
        shown[0],
        "table0.toml:1: outcome never reached: table outcome never gives \"lost\""
    );
    assert_eq!(
        shown[1],
        "facts.toml:2: fact never used: no rule asks for service"
    );
    assert_eq!(shown.len(), 1 + 5);
}

#[test]
fn missing_words_are_found() {
    let table = header("outcome", "first", &["online"]) + &rule("R1", "online", "", &[&[]]);
    let (policy, layout) = parse(&[&table]);
    let lacking = |wording: Wording<'_>| {
        let (languages, nearest): (&[&str], _) = match wording {
            Wording::Message("R1") => (&["kk", "ru"], Some("R2")),
            Wording::Source("source.order") | Wording::Switch("switch.area") => (&["en"], None),
            Wording::Fact("service") => (&["ru"], None),
            _ => (&[], None),
        };
        Lacking {
            languages: languages.iter().map(|lang| (*lang).to_owned()).collect(),
            nearest: nearest.map(str::to_owned),
        }
    };
    let report = check(&policy, &layout, &lacking, STEPS);
    let words = report.findings.iter();
    let words = words.filter(|finding| finding.kind == Kind::WordsMissing);
    let words: Vec<Finding> = words.cloned().collect();
    assert_eq!(
        shown(&policy, &words),
        [
            "table0.toml:13: words missing: there are no words for R1 in kk, ru, did you mean \"R2\"?",
            "facts.toml:42: words missing: there are no words for source.order in en",
            "facts.toml:48: words missing: there are no words for switch.area in en",
            "facts.toml:2: words missing: there are no words for service in ru",
        ]
    );
    let columns = words.iter().map(|finding| finding.position.as_ref());
    let columns: Vec<usize> = columns.map(|place| place.unwrap().column).collect();
    assert_eq!(columns, [11, 9, 8, 1], "the keys themselves");
}

#[test]
fn a_finding_is_allowed_with_a_reason() {
    let table = header("outcome", "first", &["refused", "online"])
        + &rule("R1", "refused", "", &[&[("subject.age", "< 14")]])
        + &rule("R2", "online", "", &[&[("subject.age", "14")]])
        + "[[allow]]\nfinding = \"no outcome\"\ntable = \"outcome\"\nbecause = \"a draft\"\n"
        + "[[allow]]\nfinding = \"masked\"\nrule = \"R1\"\nbecause = \"once it was so\"\n";
    let (policy, report) = analyse(&[&table]);
    let allowed: Vec<Option<&str>> = report
        .findings
        .iter()
        .map(|finding| finding.allowed.as_deref())
        .collect();
    assert_eq!(allowed, [Some("a draft"), None]);
    assert_eq!(
        shown(&policy, &report.findings)[1],
        "table0.toml:31: allowed in vain: \"masked\" is allowed and not found"
    );
    let other = table.replace("table = \"outcome\"", "table = \"outcome\"\nrule = \"R9\"");
    let (_, report) = analyse(&[&other]);
    assert_eq!(report.unallowed().count(), 3, "{report:?}");
    let bad = table.replace("because = \"a draft\"", "why = \"a draft\"");
    let files = [
        PolicyFile {
            name: "facts.toml",
            text: FACTS,
        },
        PolicyFile {
            name: "table0.toml",
            text: &bad,
        },
    ];
    let errors = Policy::parse_with_layout(&files).unwrap_err().to_string();
    assert!(
        errors.contains("table0.toml:30:1: unknown key \"why\""),
        "{errors}"
    );
}

#[test]
fn an_analysis_that_is_not_finished_says_so() {
    let table = header("outcome", "first", &["refused", "online"])
        + &rule(
            "R1",
            "refused",
            "",
            &[&[("subject.age", "< 14"), ("dwelling.found", "true")]],
        )
        + &rule(
            "R2",
            "online",
            "",
            &[&[("subject.age", "> 3"), ("service", "\"temporary\"")]],
        );
    let (policy, layout) = parse(&[&table]);
    let report = check(&policy, &layout, &|_| Lacking::default(), 5);
    assert!(!report.finished && !report.is_clean());
    let whole = check(&policy, &layout, &|_| Lacking::default(), STEPS);
    assert!(whole.finished && whole.steps > 5);
    assert_eq!(facts(&policy, &[]), Facts::new());
}
