//! The tests of the DMN technology compatibility kit.

use std::collections::HashMap;
use std::fmt;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::decide::{Making, Program, decide_by_engine};
use crate::error::{DmnErrors, Problem, Report};
use crate::feel::{Scope, Value};
use crate::model::{Definitions, Required};
use crate::xml::{self, Element, Namespace};

/// How far a number may be from the expected one, relative to it: the kit compares with tolerance,
/// because implementations keep different numbers of digits.
const TOLERANCE: f64 = 1e-8;

/// The test cases of one `*-test-*.xml`.
#[derive(Clone, Debug)]
pub struct Suite {
    model: String,
    cases: Vec<Case>,
}

#[derive(Clone, Debug)]
struct Case {
    id: String,
    inputs: Vec<(String, Value)>,
    results: Vec<Expected>,
    /// What the case invokes that is no decision.
    invokes: Option<String>,
}

#[derive(Clone, Debug)]
struct Expected {
    name: String,
    /// Whether the test expects that deciding fails.
    is_error: bool,
    value: Value,
}

/// What became of one test case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The id of the case.
    pub case: String,
    /// Passed, failed or skipped.
    pub result: CaseResult,
    /// How each decision was made, as `name: by the engine`.
    pub ways: Vec<String>,
}

/// Whether a test case passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaseResult {
    /// All results are as expected.
    Passed,
    /// A result differs; in words, which and how.
    Failed(String),
    /// The case needs something that is not supported; in words, what and where.
    Skipped(String),
}

impl fmt::Display for Outcome {
    /// One line, such as `001 passed (Approval: by the engine)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (word, why) = match &self.result {
            CaseResult::Passed => ("passed", None),
            CaseResult::Failed(why) => ("failed", Some(why)),
            CaseResult::Skipped(why) => ("skipped", Some(why)),
        };
        write!(f, "{} {word}", self.case)?;
        if let Some(why) = why {
            write!(f, ": {why}")?;
        }
        if !self.ways.is_empty() {
            write!(f, " ({})", self.ways.join("; "))?;
        }
        Ok(())
    }
}

impl Suite {
    /// Reads a file of tests. The name of the file is for messages only.
    ///
    /// # Errors
    /// What is no XML within the limits, and what is no test of the kit.
    pub fn parse(file: &str, bytes: &[u8]) -> Result<Self, DmnErrors> {
        let (text, root) = xml::parse(file, bytes)?;
        let mut report = Report::new(file, text);
        if !root.is(Namespace::TestCases, "testCases") {
            let problem = Problem::Expected {
                expected: "testCases of the DMN test kit".to_owned(),
                found: format!("<{}>", root.written),
                nearest: None,
            };
            report.add(root.at, problem);
        }
        let model = root.child("modelName").map(|name| name.text.text.trim());
        if model.is_none_or(str::is_empty) {
            let problem = Problem::Missing {
                element: root.written.clone(),
                missing: "modelName",
            };
            report.add(root.at, problem);
        }
        if let Some(name) = root.child("modelName")
            && name.text.text.contains(['/', '\\'])
        {
            let problem = Problem::Expected {
                expected: "the name of a file in the same folder".to_owned(),
                found: format!("{:?}", name.text.text.trim()),
                nearest: None,
            };
            report.add(name.at, problem);
        }
        let cases = root.all("testCase").enumerate();
        let suite = Self {
            model: model.unwrap_or_default().to_owned(),
            cases: cases
                .map(|(index, element)| case(index, element, &mut report))
                .collect(),
        };
        report.finish()?;
        Ok(suite)
    }

    /// The name of the model's file, in the folder of the tests.
    pub fn model(&self) -> &str {
        &self.model
    }

    /// The number of its cases.
    pub fn len(&self) -> usize {
        self.cases.len()
    }

    /// Whether it has no cases.
    pub fn is_empty(&self) -> bool {
        self.cases.is_empty()
    }

    /// Runs all cases against their model.
    pub fn run(&self, model: &Definitions) -> Vec<Outcome> {
        let program = Program::new(model);
        let cases = self.cases.iter();
        cases.map(|case| case.run(model, &program)).collect()
    }

    /// All cases as skipped for one reason, such as a model that cannot be read.
    pub fn skip(&self, why: &str) -> Vec<Outcome> {
        let cases = self.cases.iter();
        let skipped = cases.map(|case| Outcome {
            case: case.id.clone(),
            result: CaseResult::Skipped(why.to_owned()),
            ways: Vec::new(),
        });
        skipped.collect()
    }
}

fn case(index: usize, element: &Element, report: &mut Report<'_>) -> Case {
    let inputs = element.all("inputNode").map(|node| {
        let name = node.attribute("name").unwrap_or_default();
        (name.trim().to_owned(), value(node, report))
    });
    let inputs = inputs.collect();
    let results = element.all("resultNode").map(|node| Expected {
        name: node.attribute("name").unwrap_or_default().trim().to_owned(),
        is_error: node.attribute("errorResult") == Some("true"),
        value: node
            .child("expected")
            .map_or(Value::Null, |expected| value(expected, report)),
    });
    let kinds = element.all("resultNode").chain([element]);
    let invokes = kinds
        .filter_map(|node| node.attribute("type"))
        .find(|kind| *kind != "decision");
    Case {
        invokes: invokes.map(str::to_owned),
        id: element
            .attribute("id")
            .map_or_else(|| (index + 1).to_string(), str::to_owned),
        inputs,
        results: results.collect(),
    }
}

/// The value inside an element: a `value`, a `list` or `component`s.
fn value(element: &Element, report: &mut Report<'_>) -> Value {
    if let Some(list) = element.child("list") {
        return Value::List(list.all("item").map(|item| value(item, report)).collect());
    }
    if let Some(simple) = element.child("value") {
        return simple_value(simple, report);
    }
    let components: Vec<_> = element
        .all("component")
        .map(|component| {
            let name = component.attribute("name").unwrap_or_default();
            (name.trim().to_owned(), value(component, report))
        })
        .collect();
    match components.is_empty() {
        true => Value::Null,
        false => Value::Context(components),
    }
}

fn simple_value(element: &Element, report: &mut Report<'_>) -> Value {
    if element.attribute_of(Namespace::Instance, "nil") == Some("true") {
        return Value::Null;
    }
    let text = element.text.text.as_str();
    let kind = element.attribute_of(Namespace::Instance, "type");
    let kind = kind.map(|kind| kind.rsplit(':').next().unwrap_or(kind));
    let parsed = match kind {
        None | Some("string") => Some(Value::Text(text.to_owned())),
        Some("boolean") => match text.trim() {
            "true" | "1" => Some(Value::Bool(true)),
            "false" | "0" => Some(Value::Bool(false)),
            _ => None,
        },
        Some("decimal" | "double" | "float" | "integer" | "int" | "long") => {
            let text = text.trim();
            let number = Decimal::from_str_exact(text);
            let number = number.or_else(|_| Decimal::from_scientific(text));
            number.ok().map(Value::Number)
        }
        Some("date") => text.trim().parse().ok().map(Value::Date),
        // Times and durations, which nothing here evaluates: no value of ours is equal to them.
        Some(kind) => Some(Value::Context(vec![(
            kind.to_owned(),
            Value::Text(text.to_owned()),
        )])),
    };
    parsed.unwrap_or_else(|| {
        let problem = Problem::Expected {
            expected: format!("a value of {}", kind.unwrap_or_default()),
            found: format!("{text:?}"),
            nearest: None,
        };
        report.add(element.at, problem);
        Value::Null
    })
}

/// A decision made for one case.
#[derive(Clone)]
enum Made {
    Value(Value),
    /// It failed, in words.
    Error(String),
    Refused(String),
}

impl Case {
    fn run(&self, model: &Definitions, program: &Program) -> Outcome {
        if let Some(name) = &self.invokes {
            let problem = Problem::Unsupported {
                name: format!("invoking a {name}"),
                instead: "decisions are".to_owned(),
            };
            return Outcome {
                case: self.id.clone(),
                result: CaseResult::Skipped(problem.to_string()),
                ways: Vec::new(),
            };
        }
        let mut run = Run {
            model,
            program,
            inputs: &self.inputs,
            made: HashMap::new(),
            ways: Vec::new(),
        };
        let mut result = CaseResult::Passed;
        for expected in &self.results {
            let decisions = model.decisions.iter();
            let index = decisions.clone().position(|decision| {
                decision.name == expected.name || decision.id == expected.name
            });
            let Some(index) = index else {
                let nearest = rules::nearest(&expected.name, decisions.map(|it| it.name.as_str()));
                let problem = Problem::Unknown {
                    what: "decision",
                    name: expected.name.clone(),
                    nearest,
                };
                result = CaseResult::Failed(problem.to_string());
                break;
            };
            match run.make(index) {
                Made::Refused(why) => {
                    result = CaseResult::Skipped(why);
                    break;
                }
                made => {
                    if let Some(why) = expected.differs(&made) {
                        result = CaseResult::Failed(why);
                        break;
                    }
                }
            }
        }
        Outcome {
            case: self.id.clone(),
            result,
            ways: run.ways,
        }
    }
}

impl Expected {
    /// How what was made differs from what is expected.
    fn differs(&self, made: &Made) -> Option<String> {
        let (found, error) = match made {
            Made::Value(value) => (value, None),
            Made::Error(why) => (&Value::Null, Some(why)),
            Made::Refused(_) => return None,
        };
        let is_met = match self.is_error {
            true => error.is_some() || *found == Value::Null,
            false => is_near(&self.value, found),
        };
        if is_met {
            return None;
        }
        let found = match error {
            Some(why) => why.clone(),
            None => found.to_string(),
        };
        let expected = match self.is_error {
            true => "an error".to_owned(),
            false => self.value.to_string(),
        };
        Some(format!("{}: expected {expected}, found {found}", self.name))
    }
}

/// Whether two values are the same but for the last digits of numbers.
fn is_near(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            if one == other {
                return true;
            }
            match (one.to_f64(), other.to_f64()) {
                (Some(one), Some(other)) => (one - other).abs() <= TOLERANCE * one.abs().max(1e-6),
                _ => false,
            }
        }
        (Value::List(one), Value::List(other)) => {
            let mut pairs = one.iter().zip(other);
            one.len() == other.len() && pairs.all(|(one, other)| is_near(one, other))
        }
        (Value::Context(one), Value::Context(other)) => {
            let found = |(name, value): &(String, Value)| {
                let mut entries = other.iter();
                entries.any(|(known, other)| known == name && is_near(value, other))
            };
            one.len() == other.len() && one.iter().all(found)
        }
        _ => one == other,
    }
}

/// The decisions of one case, each made once.
struct Run<'r> {
    model: &'r Definitions,
    program: &'r Program,
    inputs: &'r [(String, Value)],
    made: HashMap<usize, Made>,
    ways: Vec<String>,
}

impl Run<'_> {
    /// Makes a decision and first all those it requires. These stand before it, so that a chain
    /// of any length takes no stack.
    fn make(&mut self, wanted: usize) -> Made {
        for index in self.needed(wanted) {
            if !self.made.contains_key(&index) {
                let made = self.make_one(index);
                self.made.insert(index, made);
            }
        }
        let made = self.made.get(&wanted).cloned();
        made.unwrap_or(Made::Value(Value::Null))
    }

    /// A decision and all it requires, in the model's order.
    fn needed(&self, wanted: usize) -> Vec<usize> {
        let mut needed = std::collections::BTreeSet::new();
        let mut open = vec![wanted];
        while let Some(index) = open.pop() {
            if !needed.insert(index) {
                continue;
            }
            if let Some(decision) = self.model.decisions.get(index) {
                open.extend(decision.requires.iter().filter_map(|it| match it {
                    Required::Decision(index) => Some(*index),
                    Required::Input(_) => None,
                }));
            }
        }
        needed.into_iter().collect()
    }

    fn make_one(&mut self, index: usize) -> Made {
        let (Some(decision), Some(making)) = (
            self.model.decisions.get(index),
            self.program.decisions.get(index),
        ) else {
            return Made::Value(Value::Null);
        };
        let mut values = Vec::with_capacity(decision.requires.len());
        for required in &decision.requires {
            let name = self.model.required_name(*required);
            let value = match required {
                Required::Input(_) => {
                    let given = self.inputs.iter().find(|(known, _)| known == name);
                    given.map_or(Value::Null, |(_, value)| value.clone())
                }
                Required::Decision(index) => match self.made.get(index) {
                    Some(Made::Value(value)) => value.clone(),
                    Some(Made::Refused(why)) => return Made::Refused(why.clone()),
                    _ => Value::Null,
                },
            };
            values.push((name.to_owned(), value));
        }
        let mut way = |how: String| self.ways.push(format!("{}: {how}", decision.name));
        match making {
            Making::Refused(at, problem) => {
                Made::Refused(self.model.located(*at, problem.clone()).to_string())
            }
            Making::Literal(expression) => {
                way("FEEL".to_owned());
                Made::Value(expression.evaluate(Scope::new(&values)))
            }
            Making::Table(table) => match decide_by_engine(table, &values) {
                Ok(value) => {
                    way("by the engine".to_owned());
                    Made::Value(value)
                }
                Err(unfit) => {
                    way(format!("by interpreting, as {}", unfit.0));
                    match table.decide(&values) {
                        Ok(value) => Made::Value(value),
                        Err(why) => Made::Error(why),
                    }
                }
            },
        }
    }
}
