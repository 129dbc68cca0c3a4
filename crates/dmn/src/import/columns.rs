//! What the columns of tables ask for.

use crate::decide::name_of;
use crate::feel::{Comparison, Expression, Test, UnaryTests, Value};
use crate::xml::{Element, Namespace};
use chrono::NaiveDate;

/// What an expression of a column means in the policy.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Target {
    /// A fact by its name.
    Fact(String),
    /// The day on which the rules are asked.
    Day,
    /// A switch by its name.
    Switch(String),
    /// The output of an earlier table.
    Output(OutputTarget),
}

/// The output of a table that came before.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct OutputTarget {
    /// The name of the output.
    pub(super) name: String,
    /// The index of its table in the draft.
    pub(super) table: usize,
    /// The values of the model, with the texts by which the policy knows them. None if the output
    /// is a number that the engine reckons.
    pub(super) values: Option<Vec<(Value, String)>>,
    /// Whether it is a list, which no cell can test.
    pub(super) is_list: bool,
}

/// Expressions by what they mean.
#[derive(Default)]
pub(super) struct Targets(Vec<(String, Target)>);

impl Targets {
    pub(super) fn add(&mut self, expression: String, target: Target) {
        self.0.push((expression, target));
    }

    /// What the expression of a column asks for; in words, why it is nothing.
    pub(super) fn find(&self, expression: &Expression) -> Result<&Target, String> {
        let name = name_of(expression).map_err(|unfit| unfit.0)?;
        let found = self.0.iter().find(|(known, _)| *known == name);
        found
            .map(|(_, target)| target)
            .ok_or_else(|| format!("{name} is neither a simple input nor an earlier table"))
    }
}

/// Our extension element of this name.
pub(super) fn extension<'e>(extensions: &'e Option<Element>, name: &str) -> Option<&'e Element> {
    let extensions = extensions.as_ref()?;
    let mut children = extensions.children.iter();
    children.find(|child| child.is(Namespace::Tirkeu, name))
}

type Days = (Option<NaiveDate>, Option<NaiveDate>);

/// The first and the last day that a cell of days names; in words, why there are none.
pub(super) fn days(tests: &UnaryTests) -> Result<Days, String> {
    let day = |expression: &Expression| match expression {
        Expression::Literal(Value::Date(day)) => Some(*day),
        _ => None,
    };
    let days = match tests {
        UnaryTests::Any => Some((None, None)),
        UnaryTests::Tests {
            tests,
            negated: false,
        } => match tests.as_slice() {
            [Test::Compare(Comparison::GreaterOrEqual, from)] => {
                day(from).map(|from| (Some(from), None))
            }
            [Test::Compare(Comparison::LessOrEqual, until)] => {
                day(until).map(|until| (None, Some(until)))
            }
            [Test::Interval(interval)] if interval.low_closed && interval.high_closed => {
                let days = day(&interval.low).zip(day(&interval.high));
                days.map(|(from, until)| (Some(from), Some(until)))
            }
            _ => None,
        },
        UnaryTests::Tests { .. } => None,
    };
    days.ok_or_else(|| {
        "a cell of days is not a first day, a last day or both, such as >= date(\"2026-01-31\")"
            .to_owned()
    })
}

/// The one text that a cell asks for; in words, why there is none.
pub(super) fn one_text(tests: &UnaryTests) -> Result<Option<String>, String> {
    match tests {
        UnaryTests::Any => Ok(None),
        UnaryTests::Tests {
            tests,
            negated: false,
        } => match tests.as_slice() {
            [Test::Value(Expression::Literal(Value::Text(text)))] => Ok(Some(text.clone())),
            _ => Err("a cell has more than one text".to_owned()),
        },
        UnaryTests::Tests { .. } => Err("a cell has not()".to_owned()),
    }
}

/// A cell that tests the output of another table, as policy files write it; none if it takes any.
pub(super) fn output_cell(
    tests: &UnaryTests,
    output: &OutputTarget,
) -> Result<Option<String>, String> {
    if output.is_list {
        return Err(format!("{} is a list", output.name));
    }
    let Some(values) = &output.values else {
        return crate::decide::cell(tests).map_err(|unfit| unfit.0);
    };
    // Texts as they are stay as they are written; other values are tested one by one here.
    let is_text = |(value, text): &(Value, String)| *value == Value::Text(text.clone());
    let literal = |test: &Test| {
        matches!(
            test,
            Test::Value(Expression::Literal(Value::Text(_) | Value::Null))
        )
    };
    match tests {
        UnaryTests::Any => return Ok(None),
        UnaryTests::Tests { tests: all, .. }
            if values.iter().all(is_text) && all.iter().all(literal) =>
        {
            return crate::decide::cell(tests).map_err(|unfit| unfit.0);
        }
        UnaryTests::Tests { .. } => {}
    }
    let scope = crate::feel::Scope::new(&[]);
    let passing = values.iter().filter(|(value, _)| tests.hold(value, scope));
    let mut passing: Vec<String> = passing
        .map(|(_, text)| Value::Text(text.clone()).to_string())
        .collect();
    let total = values.len();
    let null = tests.hold(&Value::Null, scope);
    if null && passing.len() == total {
        return Ok(None);
    }
    if null {
        passing.push("null".to_owned());
    }
    if passing.is_empty() {
        return Err(format!("no output of {} passes a cell", output.name));
    }
    Ok(Some(passing.join(", ")))
}
