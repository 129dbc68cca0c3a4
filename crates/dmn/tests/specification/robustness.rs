//! Nothing that is read makes the crate panic or work long.

use dmn::{Definitions, Suite, Version, export, import};
use proptest::prelude::*;

use crate::hit_policies::file;

const MODELS: [&str; 6] = [
    "chain",
    "collect_sum",
    "interpreted",
    "priority",
    "two_outputs",
    "unique",
];

/// Reads bytes as everything there is to read, and uses what can be read.
fn use_it(bytes: &[u8], tests: &[u8]) {
    let suite = Suite::parse("t.xml", tests);
    let Ok(model) = Definitions::parse("t.dmn", bytes) else {
        return;
    };
    if let Ok(imported) = import(&model) {
        let text = export(&imported.policy, None, Version::V1_5);
        if let Ok(text) = text {
            let again = Definitions::parse("again.dmn", text.as_bytes()).unwrap();
            assert_eq!(import(&again).unwrap().policy, imported.policy);
        }
    }
    if let Ok(suite) = suite {
        suite.run(&model);
    }
}

/// A change of a text: what is cut out and what is put in instead.
fn change() -> impl Strategy<Value = (prop::sample::Index, usize, String)> {
    let piece = prop_oneof![
        "[ -~]{0,6}",
        Just("\"".to_owned()),
        Just("<rule>".to_owned()),
        Just("</rule>".to_owned()),
        Just("-".to_owned()),
        Just("not(".to_owned()),
        Just("[1..2)".to_owned()),
        Just("((((((((".to_owned()),
        Just("**-1".to_owned()),
        Just("9999999999999999999999999999".to_owned()),
        Just("é".to_owned()),
        Just("Age".to_owned()),
        Just(" and null".to_owned()),
        Just("date(\"2026-01-31\")".to_owned()),
    ];
    (any::<prop::sample::Index>(), 0_usize..12, piece)
}

fn changed(text: &str, changes: &[(prop::sample::Index, usize, String)]) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for (index, cut, piece) in changes {
        let from = index.index(letters.len() + 1);
        let to = (from + cut).min(letters.len());
        letters.splice(from..to, piece.chars());
    }
    letters.into_iter().collect()
}

/// A change inside a cell or an expression, so that the XML stays whole.
fn changed_cell(text: &str, index: &prop::sample::Index, cell: &str) -> String {
    let starts: Vec<usize> = text.match_indices("<text>").map(|(at, _)| at + 6).collect();
    let start = starts[index.index(starts.len())];
    let end = start + text[start..].find('<').unwrap();
    let cell = cell.replace('&', "&amp;").replace('<', "&lt;");
    [&text[..start], &cell, &text[end..]].concat()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn random_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        use_it(&bytes, &bytes);
    }

    #[test]
    fn random_xml(parts in prop::collection::vec(prop_oneof![
        Just("<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\">"),
        Just("<decision name=\"a\">"), Just("<decisionTable>"), Just("<rule>"), Just("<output/>"),
        Just("<input><inputExpression><text>a</text></inputExpression></input>"),
        Just("<inputEntry><text>&lt; 3</text></inputEntry>"), Just("<outputEntry/>"),
        Just("</rule>"), Just("</decisionTable>"), Just("</decision>"), Just("</definitions>"),
        Just("<inputData name=\"a\"/>"), Just("<!-- -->"), Just("<![CDATA["), Just("]]>"),
        Just("&amp;"), Just("&#0;"), Just("<?a?>"), Just("<itemDefinition name=\"a\"><typeRef>a</typeRef></itemDefinition>"),
    ], 0..30)) {
        let text = parts.concat();
        use_it(text.as_bytes(), text.as_bytes());
    }

    #[test]
    fn mutated_models(
        index in 0..MODELS.len(),
        changes in prop::collection::vec(change(), 1..4),
        others in prop::collection::vec(change(), 0..2),
    ) {
        let name = MODELS[index];
        let model = String::from_utf8(file(&format!("{name}.dmn"))).unwrap();
        let tests = String::from_utf8(file(&format!("{name}-test-01.xml"))).unwrap();
        use_it(changed(&model, &changes).as_bytes(), changed(&tests, &others).as_bytes());
    }

    #[test]
    fn mutated_cells(
        index in 0..MODELS.len(),
        place in any::<prop::sample::Index>(),
        cell in prop_oneof![
            "[-a-zA-Z0-9 ().,<>=*/+\"?\\[\\]]{0,40}",
            prop::collection::vec(prop_oneof![
                Just("Age"), Just("Guest"), Just("Home Town"), Just("and"), Just("or"), Just("in"),
                Just("between"), Just("not"), Just("("), Just(")"), Just("["), Just("]"), Just(".."),
                Just("if"), Just("then"), Just("else"), Just("1"), Just("0.5"), Just("\"a\""),
                Just("<"), Just(">="), Just("**"), Just("/"), Just("-"), Just("+"), Just("?"),
                Just(","), Just("null"), Just("true"), Just("."), Just("date(\"2026-01-31\")"),
            ], 0..12).prop_map(|words| words.join(" ")),
        ],
    ) {
        let name = MODELS[index];
        let model = String::from_utf8(file(&format!("{name}.dmn"))).unwrap();
        let tests = file(&format!("{name}-test-01.xml"));
        use_it(changed_cell(&model, &place, &cell).as_bytes(), &tests);
    }

    /// Expressions that are nothing but depth.
    #[test]
    fn deep_expressions(
        token in prop_oneof![
            Just("("), Just("["), Just("-"), Just("not("), Just("1+"), Just("1**"), Just("if "),
            Just("1 in ("), Just("a and "), Just("[1.."), Just("1 between "), Just("(1 in "),
            Just("[["), Just("< "), Just("1,"), Just("\"a\"+"),
        ],
        times in 0_usize..20_000,
    ) {
        let model = String::from_utf8(file("unique.dmn")).unwrap();
        let cell = token.repeat(times);
        let starts = model.match_indices("<text>").nth(2).unwrap().0 + 6;
        let end = starts + model[starts..].find('<').unwrap();
        let cell = cell.replace('<', "&lt;");
        let text = [&model[..starts], &cell, &model[end..]].concat();
        use_it(text.as_bytes(), &file("unique-test-01.xml"));
    }
}
