//! FEEL: an expression and a cell of a table, read and evaluated.
#![no_main]

use dmn::{Definitions, Suite, import};
use libfuzzer_sys::fuzz_target;

const TESTS: &str = r#"<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase">
  <modelName>x.dmn</modelName>
  <testCase id="1">
    <inputNode name="Age"><value>14</value></inputNode>
    <inputNode name="Home Town"><value>Astana</value></inputNode>
    <resultNode name="Literal"><expected><value>1</value></expected></resultNode>
    <resultNode name="Table"><expected><value>1</value></expected></resultNode>
  </testCase>
</testCases>"#;

fuzz_target!(|texts: (&str, &str)| {
    let (expression, cell) = texts;
    let model = format!(
        r##"<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="x" namespace="x">
  <inputData id="age" name="Age"><variable name="Age" typeRef="number"/></inputData>
  <inputData id="town" name="Home Town"><variable name="Home Town" typeRef="string"/></inputData>
  <decision id="literal" name="Literal">
    <informationRequirement><requiredInput href="#age"/></informationRequirement>
    <informationRequirement><requiredInput href="#town"/></informationRequirement>
    <literalExpression><text>{}</text></literalExpression>
  </decision>
  <decision id="table" name="Table">
    <informationRequirement><requiredInput href="#age"/></informationRequirement>
    <informationRequirement><requiredInput href="#town"/></informationRequirement>
    <decisionTable hitPolicy="FIRST">
      <input><inputExpression><text>Age</text></inputExpression></input>
      <output/>
      <rule>
        <inputEntry><text>{}</text></inputEntry>
        <outputEntry><text>{}</text></outputEntry>
      </rule>
    </decisionTable>
  </decision>
</definitions>"##,
        escaped(expression),
        escaped(cell),
        escaped(expression),
    );
    let Ok(model) = Definitions::parse("x.dmn", model.as_bytes()) else {
        return;
    };
    Suite::parse("x-test.xml", TESTS.as_bytes())
        .unwrap()
        .run(&model);
    let _unfit = import(&model);
});

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
