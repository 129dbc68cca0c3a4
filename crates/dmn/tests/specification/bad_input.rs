//! Files that are wrong, hostile or both: each is refused quickly, with its place.

use std::time::{Duration, Instant};

use dmn::{Definitions, MAX_BYTES, MAX_DEPTH, Suite};

use crate::hit_policies::file;

fn refused(bytes: &[u8]) -> String {
    let started = Instant::now();
    let errors = Definitions::parse("t.dmn", bytes).unwrap_err();
    // Generous, as tests run unoptimised, beside each other and on busy machines; most take no millisecond.
    assert!(started.elapsed() < Duration::from_secs(60));
    assert!(
        Suite::parse("t.dmn", bytes).is_err(),
        "tests are read under the same limits"
    );
    errors.to_string()
}

/// What is said of the model `first` with a change.
fn check(from: &str, to: &str, expected: &str) {
    let text = String::from_utf8(file("first.dmn")).unwrap();
    assert!(text.contains(from), "{from}");
    let said = refused(text.replacen(from, to, 1).as_bytes());
    assert_eq!(said, expected, "{from} {to}");
}

#[test]
fn a_document_type_is_refused_and_with_it_every_entity() {
    let bomb = r#"<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]>
<definitions>&lol2;</definitions>"#;
    assert_eq!(
        refused(bomb.as_bytes()),
        "t.dmn:2:1: a document type declaration is not read: expected an element"
    );
    let fetching = r#"<!DOCTYPE d SYSTEM "file:///etc/passwd"><definitions/>"#;
    assert!(refused(fetching.as_bytes()).contains("document type"));
    check(
        "\"child\"",
        "&child;",
        "t.dmn:37:17: unknown entity &child;: expected &lt; &gt; &amp; &quot; &apos; or a number",
    );
}

#[test]
fn a_hundred_megabytes_are_refused_by_their_size() {
    let bytes = vec![b' '; 100 * 1024 * 1024];
    let started = Instant::now();
    let said = refused(&bytes);
    assert_eq!(
        said,
        format!("t.dmn:1:1: 104857600 bytes are too many: at most {MAX_BYTES} are read")
    );
    assert!(started.elapsed() < Duration::from_millis(200));
}

#[test]
fn deep_nesting_is_refused_where_it_becomes_too_deep() {
    let deep = "<a>".repeat(3_000_000);
    let said = refused(deep.as_bytes());
    let column = MAX_DEPTH * 3 + 1;
    assert_eq!(
        said,
        format!("t.dmn:1:{column}: too many elements inside each other: at most {MAX_DEPTH}")
    );
}

#[test]
fn very_many_elements_attributes_and_namespaces_are_refused() {
    let wide = format!("<a>{}</a>", "<b/>".repeat(2_000_000));
    assert!(refused(wide.as_bytes()).contains("too many elements: at most 400000"));
    let attributes: String = (0..500_000)
        .map(|index| format!(" a{index}=\"\""))
        .collect();
    let attributes = format!("<a{attributes}/>");
    assert!(refused(attributes.as_bytes()).contains("too many attributes of one element"));
    let open: String = (0..60)
        .map(|depth| {
            let declared: String = (0..60)
                .map(|index| format!(" xmlns:p{depth}_{index}=\"x\""))
                .collect();
            format!("<a{declared}>")
        })
        .collect();
    assert!(refused(open.as_bytes()).contains("too many namespaces"));
}

#[test]
fn what_is_no_text_or_no_xml_is_refused_with_its_place() {
    let mut bytes = file("first.dmn");
    bytes.splice(60..60, [0xff, 0xfe]);
    assert!(
        refused(&bytes).starts_with("t.dmn:2:"),
        "{}",
        refused(&bytes)
    );
    assert!(refused(&bytes).ends_with("expected UTF-8, found another encoding or damaged text"));
    assert!(refused("<\u{0}".as_bytes()).starts_with("t.dmn:1:"));
    assert!(refused(b"<?xml version=\"1.0\" encoding=\"windows-1251\"?><a/>").contains("UTF-8"));
    assert_eq!(
        refused(b""),
        "t.dmn:1:1: expected an element, found the end of the file"
    );
    assert_eq!(
        refused(b"law"),
        "t.dmn:1:1: expected an element, found \"law\""
    );
    assert_eq!(
        refused(b"<a>\n<b></a>"),
        "t.dmn:2:4: ill-formed document: expected `</b>`, but `</a>` was found"
    );
    assert_eq!(
        refused(b"<a>\n<b/>"),
        "t.dmn:2:5: expected </a>, found the end of the file"
    );
    assert_eq!(
        refused(b"<html/>"),
        "t.dmn:1:1: expected definitions of DMN 1.2, 1.3, 1.4 or 1.5, found <html>"
    );
}

#[test]
fn a_name_that_leads_nowhere_comes_with_the_nearest_one() {
    check(
        "#Age",
        "#Agee",
        "t.dmn:12:7: unknown input data \"#Agee\", did you mean \"#Age\"?",
    );
    check(
        "hitPolicy=\"FIRST\"",
        "hitPolicy=\"FRIST\"",
        "t.dmn:17:5: expected hitPolicy as one of UNIQUE, ANY, FIRST, PRIORITY, OUTPUT ORDER, \
         RULE ORDER, COLLECT, found \"FRIST\", did you mean \"FIRST\"?",
    );
    check(
        "hitPolicy=",
        "hitPolcy=",
        "t.dmn:17:5: unknown attribute \"hitPolcy\", did you mean \"hitPolicy\"?",
    );
    check(
        "<inputEntry>",
        "<inputEntri></inputEntri><inputEntry>",
        "t.dmn:30:9: unknown element \"inputEntri\", did you mean \"inputEntry\"?",
    );
    check(
        "<variable name=\"Guest\"",
        "<variable name=\"Age\"",
        "t.dmn:6:3: name \"Age\" is declared twice",
    );
}

#[test]
fn a_row_with_too_few_cells_is_refused() {
    let text = String::from_utf8(file("first.dmn")).unwrap();
    let (before, rest) = text.split_once("<inputEntry>").unwrap();
    let (_, after) = rest.split_once("</inputEntry>").unwrap();
    assert_eq!(
        refused(format!("{before}{after}").as_bytes()),
        "t.dmn:29:7: the rule has 1 input entries: expected 2, one for each column"
    );
}

#[test]
fn a_circle_of_requirements_is_refused_with_those_in_it() {
    let text = String::from_utf8(file("chain.dmn")).unwrap();
    let text = text.replace(
        "<requiredInput href=\"#Age\"/>",
        "<requiredDecision href=\"#Report\"/>",
    );
    let said = refused(text.as_bytes());
    assert!(
        said.ends_with(
            "decisions require each other in a circle: Discount → Age Group → Report → Discount"
        ),
        "{said}"
    );
}

#[test]
fn a_chain_of_many_decisions_takes_no_stack() {
    let link = |index: usize| {
        format!(
            "<decision id=\"d{index}\" name=\"d{index}\"><informationRequirement>\
             <requiredDecision href=\"#d{}\"/></informationRequirement>\
             <literalExpression><text>d{} + 1</text></literalExpression></decision>",
            index + 1,
            index + 1
        )
    };
    let links: String = (0..2000).map(link).collect();
    let text = format!(
        "<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\">{links}\
         <decision id=\"d2000\" name=\"d2000\"><literalExpression><text>0</text>\
         </literalExpression></decision></definitions>"
    );
    let model = Definitions::parse("t.dmn", text.as_bytes()).unwrap();
    let tests = "<testCases xmlns=\"http://www.omg.org/spec/DMN/20160719/testcase\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><modelName>t.dmn</modelName>\
         <testCase><resultNode name=\"d0\"><expected><value xsi:type=\"xsd:decimal\">2000</value>\
         </expected></resultNode></testCase></testCases>";
    let outcomes = Suite::parse("t.xml", tests.as_bytes()).unwrap().run(&model);
    assert!(
        outcomes[0].to_string().starts_with("1 passed"),
        "{}",
        outcomes[0]
    );
}

#[test]
fn other_boxed_expressions_are_named_with_their_place() {
    let text = String::from_utf8(file("chain.dmn")).unwrap();
    let text = text.replace("<literalExpression>", "<relation/><literalExpression>");
    let model = Definitions::parse("t.dmn", text.as_bytes()).unwrap();
    let error = dmn::import(&model).unwrap_err().to_string();
    assert!(
        error.contains("<relation> is not supported: decisionTable and literalExpression are"),
        "{error}"
    );
    let suite = Suite::parse("t.xml", &file("chain-test-01.xml")).unwrap();
    let said = suite.run(&model)[0].to_string();
    assert!(said.contains("skipped: t.dmn:"), "{said}");
}

#[test]
fn what_is_not_read_is_noted() {
    let text = String::from_utf8(file("first.dmn")).unwrap();
    let text = text.replace(
        "</definitions>",
        "<businessKnowledgeModel name=\"b\"/></definitions>",
    );
    let model = Definitions::parse("t.dmn", text.as_bytes()).unwrap();
    assert_eq!(model.notes().len(), 1);
    assert!(model.notes()[0].contains("<businessKnowledgeModel> is not supported"));
    let text = text.replace(
        "<businessKnowledgeModel name=\"b\"/>",
        "<itemDefinition name=\"t\"><typeRef>number</typeRef><typeConstraint/></itemDefinition>",
    );
    let model = Definitions::parse("t.dmn", text.as_bytes()).unwrap();
    assert!(model.notes()[0].contains("<typeConstraint> is not supported"));
}

#[test]
fn a_wrong_cell_has_its_line_and_column() {
    let check = |cell: &str, expected: &str| {
        let text = String::from_utf8(file("first.dmn")).unwrap();
        let text = text.replacen("&lt; 18", cell, 1);
        let model = Definitions::parse("t.dmn", text.as_bytes()).unwrap();
        let said = dmn::import(&model).unwrap_err().to_string();
        assert_eq!(said, expected, "{cell}");
    };
    check(
        "&lt; 18 years",
        "t.dmn:31:25: expected a comma or the end of the cell, found years",
    );
    check(
        "&lt; Gest",
        "t.dmn:31:22: unknown name \"Gest\", did you mean \"Guest\"?",
    );
    check(
        "[1..",
        "t.dmn:31:21: expected a value, a name or (, found the end",
    );
    check(
        "&lt; <![CDATA[ 1 1 ]]>",
        "t.dmn:31:34: expected a comma or the end of the cell, found 1",
    );
    check(
        "&lt; floor(3)",
        "t.dmn:31:22: the function floor() is not supported: numbers, texts, truth values, null, \
         lists, names, paths, arithmetic, comparisons, and, or, not(), if, in and between are",
    );
}
