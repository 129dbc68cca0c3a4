//! What is said about files that are wrong.

use rules::{Policy, PolicyFile, Problem};

use crate::fixture::{FACTS, header, rule};

fn errors(text: &str) -> Vec<String> {
    let files = [
        PolicyFile {
            name: "facts.toml",
            text: FACTS,
        },
        PolicyFile {
            name: "t.toml",
            text,
        },
    ];
    match Policy::parse(&files) {
        Ok(_) => Vec::new(),
        Err(errors) => errors.iter().map(ToString::to_string).collect(),
    }
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(errors(text), expected, "{text}");
}

/// Checks the message about a cell; `column` counts from the cell's first letter.
#[track_caller]
fn check_cell(fact: &str, cell: &str, column: usize, message: &str) {
    let table = header("outcome", "first", &["a"]) + &rule("R1", "a", "", &[&[(fact, cell)]]);
    let start = fact.len() + 7;
    let expected = format!("t.toml:16:{}: {message}", start + column);
    check(&table, &[&expected]);
}

#[test]
fn cells_that_are_no_unary_tests() {
    let age = "cell of subject.age: expected";
    let number = format!("{age} a number, a comparison or an interval, found");
    check_cell(
        "subject.age",
        "",
        0,
        &format!("{number} the end of the cell"),
    );
    check_cell("subject.age", "abc", 0, &format!("{number} abc"));
    check_cell(
        "subject.age",
        "< 14,",
        5,
        &format!("{number} the end of the cell"),
    );
    check_cell(
        "subject.age",
        "< ",
        2,
        &format!("{number} the end of the cell"),
    );
    check_cell("subject.age", "- 3", 0, &format!("{number} -"));
    check_cell("subject.age", "=14", 0, &format!("{number} ="));
    check_cell(
        "subject.age",
        "[14..16",
        7,
        &format!("{age} ], ) or [, found the end of the cell"),
    );
    check_cell(
        "subject.age",
        "[14.16]",
        1,
        &format!("{age} a whole number from 0 up to 120, found 14.16"),
    );
    check_cell(
        "subject.age",
        "14 15",
        3,
        &format!("{age} a comma or the end of the cell, found 15"),
    );
    check_cell(
        "subject.age",
        "not 14",
        4,
        &format!("{age} ( after not, found 14"),
    );
    check_cell(
        "subject.age",
        "not(14",
        6,
        &format!("{age} a comma or ), found the end of the cell"),
    );
    check_cell(
        "subject.age",
        "not(14) ]",
        8,
        &format!("{age} a comma or the end of the cell, found ]"),
    );
    let service = "cell of service: expected";
    check_cell(
        "service",
        "permanent",
        0,
        &format!("{service} a text in double quotes, found permanent"),
    );
    check_cell(
        "service",
        "\"perm",
        5,
        &format!("{service} a closing quote, found the end of the cell"),
    );
    check_cell(
        "service",
        "\"\\n\"",
        1,
        &format!("{service} \\\" or \\\\ as the only escapes, found \\"),
    );
}

#[test]
fn cells_that_do_not_fit_their_fact() {
    let age = "cell of subject.age: expected a whole number from 0 up to 120, found";
    check_cell("subject.age", "< 140", 2, &format!("{age} 140"));
    check_cell("subject.age", "[14..16.5]", 5, &format!("{age} 16.5"));
    check_cell("subject.age", "3, null", 3, &format!("{age} null"));
    check_cell(
        "service",
        "\"temporary\", \"permanant\"",
        13,
        "cell of service: expected \"permanent\" or \"temporary\", found \"permanant\", \
         did you mean \"permanent\"?",
    );
    check_cell(
        "dwelling.found",
        "yes",
        0,
        "cell of dwelling.found: expected true or false, found yes",
    );
    check_cell(
        "dwelling.m2",
        "0.1234567",
        0,
        "cell of dwelling.m2: expected a decimal number of at most six places, found 0.1234567",
    );
}

#[test]
fn cells_that_no_value_satisfies() {
    let domain = "no value satisfies this; the domain is";
    let age = format!("cell of subject.age: {domain} a whole number from 0 up to 120");
    check_cell("subject.age", "< 0", 0, &age);
    check_cell("subject.age", "3, (14..15)", 3, &age);
    check_cell("subject.age", "[16..14]", 0, &age);
    check_cell("subject.age", "not(>= 0)", 0, &age);
    check_cell(
        "service",
        "not(\"permanent\",\"temporary\")",
        0,
        &format!("cell of service: {domain} one of \"permanent\", \"temporary\""),
    );
}

#[test]
fn a_place_inside_a_text_with_escapes_is_where_the_text_begins() {
    let table = header("outcome", "first", &["a"])
        + &rule("R1", "a", "", &[&[]])
        + "\"service\" = \"\\\"x\\\"\"\n";
    let expected =
        "t.toml:16:13: cell of service: expected \"permanent\" or \"temporary\", found \"x\"";
    check(&table, &[expected]);
}

#[test]
fn names_that_nothing_is_declared_by() {
    let table = header("outcome", "first", &["refused", "online"])
        + &rule(
            "R1",
            "onlin",
            "switch = \"area:2027\"",
            &[&[("subject.agee", "3")]],
        )
        .replace("\"order\"", "\"ordre\"")
        .replace("\"high\"", "\"hihg\"");
    check(
        &table,
        &[
            "t.toml:9:8: unknown output \"onlin\": expected refused or online, did you mean \"online\"?",
            "t.toml:10:10: unknown source \"ordre\": expected order, did you mean \"order\"?",
            "t.toml:12:14: unknown confidence \"hihg\": expected high, medium or low, did you mean \"high\"?",
            "t.toml:14:10: unknown option of the switch \"2027\": expected 2025 or 2026, did you mean \"2025\"?",
            "t.toml:16:1: unknown fact \"subject.agee\": expected service, subject.age, dwelling.found, \
             dwelling.m2, term.months or consent, did you mean \"subject.age\"?",
        ],
    );
}

#[test]
fn keys_that_mean_nothing_or_are_missing() {
    check(
        "[[fakt]]\n",
        &[
            "t.toml:1:3: unknown key \"fakt\": expected fact, source, switch, \
        parameter, table, rule, allow, did you mean \"fact\"?",
        ],
    );
    let table = header("outcome", "first", &["a"]);
    check(
        &(table.clone()
            + "[[rule]]\nid = \"R1\"\nthn = \"a\"\nsource = \"order\"\nconfidence = \"low\"\nmessage = \"R1\"\n[[rule.when]]\n"),
        &[
            "t.toml:7:1: missing key \"then\"",
            "t.toml:9:1: unknown key \"thn\": expected id, then, from, until, source, article, \
             confidence, message, switch, when, did you mean \"then\"?",
        ],
    );
    check("[[rule]]\n", &["t.toml:1:1: missing key \"table\""]);
    check(
        &table.replace("hit", "hits"),
        &[
            "t.toml:1:1: missing key \"hit\"",
            "t.toml:4:1: unknown key \"hits\": expected name, goal, hit, output, values, when_output, \
         silent, did you mean \"hit\"?",
        ],
    );
    check(
        &table.replace("\"first\"", "\"rule ordre\""),
        &[
            "t.toml:4:7: unknown hit policy \"rule ordre\": expected unique, any, first, priority, \
             output order, rule order, collect, collect sum, collect min, collect max or \
             collect count, did you mean \"rule order\"?",
        ],
    );
}

#[test]
fn values_of_the_wrong_form() {
    let table = header("outcome", "first", &["a"]);
    check(
        &(table.clone()
            + &rule(
                "R1",
                "a",
                "from = \"2026-01-31\"\nuntil = 2026-01-31T10:00:00",
                &[&[]],
            )),
        &[
            "t.toml:14:8: expected a date without quotes, such as 2026-01-31",
            "t.toml:15:9: expected a date without quotes, such as 2026-01-31",
        ],
    );
    check(
        &table.replace("[\"a\"]", "[]"),
        &["t.toml:6:10: expected a list of at least one text"],
    );
    check(
        &table.replace("[\"a\"]", "[\"a\", \"a\"]"),
        &["t.toml:6:16: text \"a\" is declared twice"],
    );
    check("table = 1\n", &["t.toml:1:9: expected a table"]);
    check(
        &(format!("rule = 1\n{table}")),
        &["t.toml:1:8: expected an array of tables, [[rule]]"],
    );
    check(
        "a = \n",
        &["t.toml:1:5: string values must be quoted, expected literal string"],
    );
}

#[test]
fn facts_with_impossible_domains() {
    let fact = "[[fact]]\nname = \"x\"\nasks = \"answer\"\n";
    check(
        &format!("{fact}type = \"whole\"\nmin = 3\nmax = 2\n"),
        &["t.toml:1:1: min is greater than max"],
    );
    check(
        &format!("{fact}type = \"whole\"\nmin = 0.5\n"),
        &["t.toml:1:1: expected a whole number as min and max"],
    );
    check(
        &format!("{fact}type = \"number\"\nmin = 0.0000001\n"),
        &["t.toml:5:7: expected a decimal number of at most six places"],
    );
    check(
        &format!("{fact}type = \"text\"\n"),
        &["t.toml:1:1: missing key \"values\""],
    );
    check(
        &format!("{fact}type = \"boolean\"\nmin = 0\n"),
        &[
            "t.toml:5:1: unknown key \"min\": expected name, type, asks, optional, change, weights, after",
        ],
    );
    check(
        &format!("{fact}type = \"boolean\"\n").replace("\"x\"", "\"service\""),
        &["t.toml:2:8: fact \"service\" is declared twice"],
    );
}

#[test]
fn a_first_day_after_the_last() {
    let extra = "from = 2026-02-01\nuntil = 2026-01-31";
    check(
        &(header("outcome", "first", &["a"]) + &rule("R1", "a", extra, &[&[]])),
        &["t.toml:7:1: from 2026-02-01 is after until 2026-01-31"],
    );
}

#[test]
fn rules_of_a_unique_table_that_can_apply_together() {
    let young: &[(&str, &str)] = &[("subject.age", "<= 14")];
    let old: &[(&str, &str)] = &[("subject.age", ">= 14")];
    let table = |one: &str, other: &str, rows: [&[(&str, &str)]; 2]| {
        header("outcome", "unique", &["a", "b"])
            + &rule("R1", "a", one, &[rows[0]])
            + &rule("R2", "b", other, &[rows[1]])
    };
    let expected = "R2 and R1 (line 7) can apply together";
    check(
        &table("", "", [young, old]),
        &[&format!(
            "t.toml:17:1: {expected}, but the hit policy is unique"
        )],
    );
    check(
        &table("until = 2026-06-30", "from = 2026-06-30", [young, old]),
        &[&format!(
            "t.toml:17:1: {expected} on 2026-06-30, but the hit policy is unique"
        )],
    );
    check(
        &table("until = 2026-06-29", "from = 2026-06-30", [young, old]),
        &[],
    );
    check(
        &table(
            "switch = \"area:2025\"",
            "switch = \"area:2026\"",
            [young, old],
        ),
        &[],
    );
    check(&table("", "", [young, &[("subject.age", "> 14")]]), &[]);
    check(
        &table(
            "",
            "",
            [
                &[("subject.age", "<= 14"), ("service", "\"permanent\"")],
                &[("service", "\"temporary\"")],
            ],
        ),
        &[],
    );
}

#[test]
fn rules_of_an_any_table_that_apply_together_and_disagree() {
    let table = |then: &str, age: &str| {
        header("outcome", "any", &["a", "b"])
            + &rule("R1", "a", "", &[&[("subject.age", "< 14")]])
            + &rule("R2", then, "", &[&[("subject.age", age)]])
    };
    check(&table("a", "> 12"), &[]);
    check(&table("b", "> 13"), &[]);
    check(
        &table("b", "> 12"),
        &[
            "t.toml:17:1: R2 and R1 (line 7) can apply together and give different outputs, but the \
           hit policy is any",
        ],
    );
}

#[test]
fn outputs_that_cannot_be_reckoned_with() {
    let table = |then: &str, values: &str| {
        header("outcome", "collect sum", &[]).replace("values = []\n", values)
            + &rule("R1", "1", "", &[&[]]).replace("\"1\"", then)
    };
    let line = "values = [\"1\", \"2\"]\n";
    check(&table("1", ""), &[]);
    check(&table("2.0", line), &[]);
    check(
        &table("\"a\"", ""),
        &["t.toml:8:8: expected a decimal number of at most six places"],
    );
    check(
        &table("3", line),
        &["t.toml:9:8: unknown output \"3\": expected 1 or 2, did you mean \"1\"?"],
    );
    check(
        &table("1", "values = [\"1\", \"x\"]\n"),
        &["t.toml:6:16: expected a decimal number of at most six places"],
    );
    check(
        &table("1", "values = [\"1\", \"1.0\"]\n"),
        &["t.toml:6:16: number \"1\" is declared twice"],
    );
    let twice = table("5000000000000", "") + &rule("R2", "5000000000000", "", &[&[]]);
    check(
        &twice,
        &["t.toml:1:1: the outputs of table outcome can add up to more than a number holds"],
    );
}

#[test]
fn versions_that_repeat_each_other() {
    let rows: &[(&str, &str)] = &[("subject.age", "<= 14")];
    let table = |one: &str, other: &str| {
        header("outcome", "first", &["a"])
            + &rule("R1", "a", one, &[rows])
            + &rule("R1", "a", other, &[rows])
    };
    check(&table("", ""), &["t.toml:17:1: R1 has two versions"]);
    check(
        &table("from = 2026-01-01", "until = 2026-06-30"),
        &["t.toml:17:1: R1 has two versions on 2026-01-01"],
    );
    check(&table("from = 2026-07-01", "until = 2026-06-30"), &[]);
}

#[test]
fn tables_that_depend_on_what_there_is_not() {
    let dependent =
        |name: &str, when: &str| header(name, "first", &["a"]) + &format!("when_output = {when}\n");
    check(
        &dependent("x", "{ y = \"a\" }"),
        &["t.toml:7:17: unknown output of the goal \"y\": expected nothing, as none is declared"],
    );
    check(
        &dependent("x", "{ x = \"a\" }"),
        &["t.toml:7:17: table x depends on its own output"],
    );
    check(
        &dependent("x", "{}"),
        &["t.toml:7:15: expected one output and its value"],
    );
}

#[test]
fn every_file_is_read_and_every_error_reported_in_order() {
    let files = [
        PolicyFile {
            name: "b.toml",
            text: "x = 1\n[y]\n",
        },
        PolicyFile {
            name: "a.toml",
            text: "[[fact]]\n\u{416}\u{438} = [",
        },
    ];
    let errors = Policy::parse(&files).unwrap_err();
    let places: Vec<_> = errors
        .iter()
        .map(|error| (error.file.as_str(), error.line, error.column))
        .collect();
    assert_eq!(places[1..], [("b.toml", 1, 1), ("b.toml", 2, 2)]);
    assert_eq!(places[0].0, "a.toml");
    assert!(matches!(
        errors.iter().next().unwrap().problem,
        Problem::Toml(_)
    ));
    assert_eq!(errors.to_string().lines().count(), 3);
}

#[test]
fn what_a_file_that_is_no_toml_may_declare_is_not_missed() {
    let table =
        header("outcome", "first", &["a"]) + &rule("R1", "a", "", &[&[("subject.age", "14")]]);
    let broken = format!("{FACTS}\nx = ");
    let files = [("facts.toml", broken.as_str()), ("t.toml", &table)];
    let files = files.map(|(name, text)| PolicyFile { name, text });
    let errors = Policy::parse(&files).unwrap_err();
    assert_eq!(errors.to_string().lines().count(), 1, "{errors}");
}

#[test]
fn of_very_many_errors_the_first_hundred_are_told() {
    let text: String = (0..100_000).map(|line| format!("k{line}=1\n")).collect();
    let files = [PolicyFile {
        name: "t.toml",
        text: &text,
    }];
    let errors = Policy::parse(&files).unwrap_err();
    assert_eq!(errors.iter().count(), 100);
    assert_eq!(errors.more(), 99_900);
    let said = errors.to_string();
    assert!(said.ends_with(&format!("\nand {} more errors", errors.more())));
}

#[test]
fn files_that_are_too_long_together_are_not_read() {
    let half = "#".repeat(rules::MAX_BYTES / 2);
    let parse = |more: &str| {
        let longer = half.clone() + more;
        let files = [("a.toml", half.as_str()), ("b.toml", &longer)];
        let errors = Policy::parse(&files.map(|(name, text)| PolicyFile { name, text }));
        errors.map_err(|errors| errors.to_string())
    };
    assert!(parse("").is_ok());
    assert_eq!(
        parse("#").unwrap_err(),
        "b.toml:1:1: 10485761 bytes are too many: at most 10485760 of all policy files are read"
    );
}

#[test]
fn what_is_deep_is_refused() {
    let deep = |begin: &str, repeated: &str| begin.to_owned() + &repeated.repeat(100_000);
    for text in [
        deep("a = ", "["),
        deep("a = ", "{ b = "),
        deep("a", ".a") + " = 1",
        deep("[a", ".a") + "]",
    ] {
        let errors = errors(&text);
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert!(errors[0].contains("recur"), "{}", errors[0]);
    }
}

#[test]
fn what_facts_declare_besides_their_domain() {
    let fact = |extra: &str| {
        format!("[[fact]]\nname = \"x\"\nasks = \"answer\"\ntype = \"whole\"\nmax = 20\n{extra}\n")
    };
    let check = |extra: &str, expected: &[&str]| check(&fact(extra), expected);
    check(
        "change = 3\nweights = { \"< 18\" = 1, \">= 18\" = 65535 }",
        &[],
    );
    let positive = "expected a whole number from 1 up to 65535";
    check("change = 0", &[&format!("t.toml:6:10: {positive}")]);
    check("change = 1.5", &[&format!("t.toml:6:10: {positive}")]);
    check("change = 65536", &[&format!("t.toml:6:10: {positive}")]);
    check(
        "change = \"hard\"",
        &["t.toml:6:10: expected a decimal number of at most six places"],
    );
    check("after = \"service\"", &[]);
    check(
        "after = \"x\"",
        &[
            "t.toml:6:9: unknown fact declared before \"x\": expected service, subject.age, dwelling.found, dwelling.m2, term.months or consent",
        ],
    );
    check("weights = 3", &["t.toml:6:11: expected a table"]);
    check(
        "weights = {}",
        &["t.toml:6:11: expected a weight for each of some cells"],
    );
    check(
        "weights = { \"< 18\" = 0 }",
        &[&format!("t.toml:6:22: {positive}")],
    );
    check(
        "weights = { \"< 1x\" = 2 }",
        &["t.toml:6:17: cell of x: expected a comma or the end of the cell, found x"],
    );
    check(
        "weights = { \"> 20\" = 2 }",
        &["t.toml:6:14: cell of x: no value satisfies this; the domain is a whole number up to 20"],
    );
}
