//! Random policies, written as files.

use proptest::prelude::*;
use rules::{Policy, PolicyFile};

/// Names that are one word of FEEL, a path, or neither.
const FACTS: [(&str, &str); 8] = [
    ("age", "type = \"whole\"\nmin = 0\nmax = 120"),
    ("subject.size", "type = \"number\"\nmin = 0.5"),
    (
        "subject.kind",
        "type = \"text\"\nvalues = [\"a\", \"b \\\"c\\\"\", \"<&>\", \"\"]",
    ),
    (
        "subject.home.town",
        "type = \"text\"\nvalues = [\"x\", \"y\"]\noptional = true",
    ),
    ("Full Name", "type = \"text\"\nvalues = [\"ä, ö\", \"not\"]"),
    ("date", "type = \"number\"\nmax = 3"),
    ("subject", "type = \"boolean\"\noptional = true"),
    ("t0", "type = \"whole\""),
];

const CELLS: [&[&str]; 8] = [
    &["< 14", "[14..18)", ">= 18", "3, > 100", "not([5..7])"],
    &["0.5", "> 0.75", "(1..2.5]", "not(< 1, > 2)"],
    &[r#""a""#, r#""b \"c\"", """#, r#"not("<&>")"#],
    &["null", r#""x""#, r#"not(null)"#, r#""y", null"#],
    &[r#""not""#, r#"not("not")"#, r#""ä, ö""#],
    &["<= -1", "-2.000001", "[-1..3]"],
    &["true", "false", "null", "not(true)"],
    &["< 0", "0", "> 5"],
];

/// A hit policy and the outputs of a table with it.
const HITS: [(&str, [&str; 3]); 11] = [
    ("unique", ["one", "two \"q\"", "< 3"]),
    ("any", ["one", "two", "three"]),
    ("first", ["one", "two", "three"]),
    ("priority", ["one", "two", "three"]),
    ("output order", ["one", "two", "three"]),
    ("rule order", ["one", "two", "three"]),
    ("collect", ["one", "two", "three"]),
    ("collect sum", ["1", "-2.5", "300"]),
    ("collect min", ["1", "-2.5", "300"]),
    ("collect max", ["1", "-2.5", "300"]),
    ("collect count", ["one", "two", "three"]),
];

/// Which parts a rule has, as numbers that are taken as far as they go.
#[derive(Clone, Debug)]
struct RandomRule {
    then: usize,
    dates: u8,
    switch: u8,
    article: bool,
    confidence: usize,
    rows: Vec<Vec<(usize, usize)>>,
    /// A cell on the output of an earlier table.
    output: Option<(usize, usize)>,
}

#[derive(Clone, Debug)]
struct RandomTable {
    hit: usize,
    goal: bool,
    silent: bool,
    when: bool,
    rules: Vec<RandomRule>,
}

fn rule() -> impl Strategy<Value = RandomRule> {
    let row = prop::collection::vec((0_usize..8, 0_usize..5), 0..3);
    (
        0_usize..3,
        0_u8..6,
        0_u8..6,
        any::<bool>(),
        0_usize..3,
        prop::collection::vec(row, 1..3),
        prop::option::weighted(0.3, (0_usize..3, 0_usize..3)),
    )
        .prop_map(
            |(then, dates, switch, article, confidence, rows, output)| RandomRule {
                then,
                dates,
                switch,
                article,
                confidence,
                rows,
                output,
            },
        )
}

fn table() -> impl Strategy<Value = RandomTable> {
    let rules = prop::collection::vec(rule(), 0..4);
    (
        0_usize..11,
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
        rules,
    )
        .prop_map(|(hit, goal, silent, when, rules)| RandomTable {
            hit,
            goal,
            silent,
            when,
            rules,
        })
}

/// A policy of up to four tables; rows that contradict a hit policy are left out with their table.
pub(crate) fn policy() -> impl Strategy<Value = Policy> {
    let tables = prop::collection::vec(table(), 1..5);
    (tables, 0_usize..3, any::<bool>()).prop_map(|(tables, chosen, reversed)| {
        let mut files: Vec<(String, String)> = vec![("a.toml".to_owned(), declarations(chosen))];
        for (index, table) in tables.iter().enumerate() {
            let name = match reversed {
                true => format!("t{}.toml", 9 - index),
                false => format!("t{index}.toml"),
            };
            files.push((name, file(index, table, &tables)));
            if parse(&files).is_none() {
                files.pop();
            }
        }
        parse(&files).unwrap()
    })
}

fn parse(files: &[(String, String)]) -> Option<Policy> {
    let files: Vec<PolicyFile<'_>> = files
        .iter()
        .map(|(name, text)| PolicyFile { name, text })
        .collect();
    Policy::parse(&files).ok()
}

fn declarations(chosen: usize) -> String {
    let mut text = String::new();
    for (index, (name, kind)) in FACTS.iter().enumerate() {
        let asks = ["answer", "register"][index % 2];
        text.push_str(&format!(
            "[[fact]]\nname = {name:?}\n{kind}\nasks = {asks:?}\n"
        ));
        // What only our engine asks of facts.
        if index % 3 == 1 {
            let (after, _) = FACTS[index - 1];
            let cells = CELLS[index].iter().take(2);
            let weights: Vec<String> = cells
                .map(|cell| format!("'{cell}' = {}", index + 1))
                .collect();
            let weights = weights.join(", ");
            text.push_str(&format!(
                "change = {index}\nafter = {after:?}\nweights = {{ {weights} }}\n"
            ));
        }
    }
    text.push_str("[[source]]\nid = \"law & order\"\ndate = 2020-02-29\ntitle = \"t\"\n");
    text.push_str(
        "[[source]]\nid = \"s\"\nurl = \"https://example.kz/?a=1&b=<2>\"\ntitle = \"t\"\n",
    );
    let option = ["1", "two\\ttabs", "\\\"3\\\""][chosen];
    text.push_str(&format!(
        "[[switch]]\nname = \"w\"\noptions = [\"1\", \"two\\ttabs\", \"\\\"3\\\"\"]\nchosen = \"{option}\"\nnote = \"n\"\n"
    ));
    text.push_str("[[switch]]\nname = \"v w\"\noptions = [\"1\"]\nchosen = \"1\"\nnote = \"n\"\n");
    for (value, from) in [("60", "2025-01-01"), ("-0.25", "2026-01-01")] {
        let until = match from {
            "2025-01-01" => "until = 2025-12-31\nswitch = \"w:1\"\n",
            _ => "",
        };
        text.push_str(&format!(
            "[[parameter]]\nname = \"p\"\nvalue = {value}\nrule = \"R\"\nfrom = {from}\n{until}source = \"s\"\nconfidence = \"low\"\nmessage = \"m\"\n"
        ));
    }
    text
}

fn goal(table: &RandomTable) -> &'static str {
    match table.goal {
        true => "g",
        false => "h",
    }
}

fn file(index: usize, table: &RandomTable, tables: &[RandomTable]) -> String {
    let (hit, values) = HITS[table.hit];
    // Tables of different goals may give outputs of the same name.
    let output = match index % 3 {
        0 => "out".to_owned(),
        _ => format!("out {index}"),
    };
    let mut text = format!(
        "[table]\nname = \"t {index}\"\ngoal = {:?}\nhit = {hit:?}\noutput = {output:?}\n",
        goal(table)
    );
    let reckons = matches!(hit, "collect sum" | "collect min" | "collect max");
    let literal = |value: &str| match reckons {
        true => value.to_owned(),
        false => format!("{value:?}"),
    };
    text.push_str(&format!("values = {values:?}\n"));
    if table.silent {
        text.push_str(&format!("silent = [{:?}]\n", values[2]));
    }
    let earlier = tables
        .iter()
        .take(index)
        .enumerate()
        .find(|(_, other)| other.goal == table.goal);
    let earlier = earlier.map(|(index, other)| {
        let name = match index % 3 {
            0 => "out".to_owned(),
            _ => format!("out {index}"),
        };
        (name, HITS[other.hit])
    });
    if let (true, Some((name, (_, values)))) = (table.when, &earlier) {
        text.push_str(&format!("when_output = {{ {name:?} = {:?} }}\n", values[0]));
    }
    for (number, rule) in table.rules.iter().enumerate() {
        let dates = [
            "",
            "from = 2025-01-01\n",
            "until = 2025-06-30\n",
            "from = 2025-01-01\nuntil = 2025-06-30\n",
            "from = 2025-07-01\n",
            "",
        ][usize::from(rule.dates)];
        let switch = [
            "",
            "switch = \"w:1\"\n",
            "switch = \"w:two\\ttabs\"\n",
            "switch = \"v w:1\"\n",
            "",
            "",
        ][usize::from(rule.switch)];
        let article = match rule.article {
            true => "article = \"4 — «б»\"\n",
            false => "",
        };
        let confidence = ["high", "medium", "low"][rule.confidence];
        let source = ["s", "law & order", "s"][rule.then];
        text.push_str(&format!(
            "[[rule]]\nid = \"R{number}\"\nthen = {}\n{dates}{switch}{article}source = {source:?}\nconfidence = {confidence:?}\nmessage = \"m \\\"{number}\\\" <&>\"\n",
            literal(values[rule.then])
        ));
        for row in &rule.rows {
            text.push_str("[[rule.when]]\n");
            let mut seen = Vec::new();
            for (fact, cell) in row {
                if !seen.contains(fact) {
                    seen.push(*fact);
                    let cells = CELLS[*fact];
                    let cell = cells[cell % cells.len()];
                    text.push_str(&format!("{:?} = '{cell}'\n", FACTS[*fact].0));
                }
            }
            if let (Some((cell, _)), Some((name, (hit, values)))) = (&rule.output, &earlier) {
                let number = matches!(
                    *hit,
                    "collect sum" | "collect min" | "collect max" | "collect count"
                );
                let cell = match (number, cell) {
                    (true, 0) => "> 1".to_owned(),
                    (true, 1) => "null, 1".to_owned(),
                    (true, _) => "[0..2)".to_owned(),
                    (false, 0) => format!("not({:?})", values[0]),
                    (false, 1) => format!("null, {:?}", values[1]),
                    (false, _) => format!("{:?}", values[2]),
                };
                text.push_str(&format!("{name:?} = '{cell}'\n"));
            }
        }
    }
    text
}
