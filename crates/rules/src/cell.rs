//! Typed cells of decision tables: DMN FEEL unary tests.

use serde::{Deserialize, Serialize};

use crate::fact::{FactDeclaration, Known};
use crate::number::Number;
use crate::value::Value;

/// A cell of a decision table: the values of one fact under which a row may apply.
///
/// A cell names texts by their index in the fact's declaration, so it means something only
/// together with that declaration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cell {
    /// `-`: every value.
    Any,
    /// `a, b`: any of the tests holds; `not(a, b)`: none of them does.
    Tests {
        /// The tests, joined by "or".
        tests: Vec<Test>,
        /// Whether they stand inside `not(…)`.
        negated: bool,
    },
}

/// One test within a cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Test {
    /// `null`: the fact is known to have no value.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// `"a"`: the index of the text in the fact's declaration.
    Text(u16),
    /// `< 14`, `[14..16)` or `3`.
    Range(Range),
}

/// An interval of numbers; a missing end means no bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    /// The lower end.
    pub low: Option<Endpoint>,
    /// The upper end.
    pub high: Option<Endpoint>,
}

/// One end of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Endpoint {
    /// Where the interval ends.
    pub number: Number,
    /// Whether the number itself belongs to the interval.
    pub closed: bool,
}

impl Range {
    /// Whether the number lies in the interval.
    pub fn contains(&self, number: Number) -> bool {
        let above = self
            .low
            .is_none_or(|end| number > end.number || (end.closed && number == end.number));
        let below = self
            .high
            .is_none_or(|end| number < end.number || (end.closed && number == end.number));
        above && below
    }
}

impl Cell {
    /// Whether the cell holds for a value of its fact; false for what is no value of it.
    pub fn matches(&self, fact: &FactDeclaration, value: Value<'_>) -> bool {
        fact.known(value).is_some_and(|known| self.holds(known))
    }

    pub(crate) fn holds(&self, known: Known) -> bool {
        match self {
            Self::Any => true,
            Self::Tests { tests, negated } => {
                tests.iter().any(|test| test.holds(known)) != *negated
            }
        }
    }

    /// The intervals the cell mentions.
    pub(crate) fn ranges(&self) -> impl Iterator<Item = &Range> {
        let tests = match self {
            Self::Any => &[],
            Self::Tests { tests, .. } => tests.as_slice(),
        };
        tests.iter().filter_map(|test| match test {
            Test::Range(range) => Some(range),
            _ => None,
        })
    }
}

impl Test {
    fn holds(&self, known: Known) -> bool {
        match (self, known) {
            (Self::Null, Known::Null) => true,
            (Self::Bool(expected), Known::Bool(value)) => *expected == value,
            (Self::Text(expected), Known::Text(value)) => *expected == value,
            (Self::Range(range), Known::Number(value)) => range.contains(value),
            _ => false,
        }
    }
}
