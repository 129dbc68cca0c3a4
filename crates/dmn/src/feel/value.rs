//! Values of FEEL.

use std::fmt;

use chrono::NaiveDate;
use rust_decimal::Decimal;

/// The longest text that an expression makes, in bytes; a longer one is null.
const LONGEST: usize = 1_000_000;
/// How many values a list may hold, those of its lists included, and how deep lists may stand in
/// each other. Decisions that each repeat the one before would grow without end.
const MOST: usize = 10_000;
const DEEPEST: usize = 32;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// No value, or an operation that has none.
    Null,
    /// True or false.
    Bool(bool),
    /// A number of 28 significant digits.
    Number(Decimal),
    /// A text.
    Text(String),
    /// A day.
    Date(NaiveDate),
    /// A list.
    List(Vec<Value>),
    /// Named values, in their order.
    Context(Vec<(String, Value)>),
}

impl Value {
    /// Two texts as one.
    pub(crate) fn joined(one: &str, other: &str) -> Self {
        if one.len() + other.len() > LONGEST {
            return Self::Null;
        }
        Self::Text([one, other].concat())
    }

    /// A list, or null if it would grow beyond reason.
    pub(crate) fn list(items: Vec<Self>) -> Self {
        let list = Self::List(items);
        match list.size(0) {
            Some(size) if size <= MOST => list,
            _ => Self::Null,
        }
    }

    /// The number of values in this one; none if it is too deep or too large to count.
    fn size(&self, depth: usize) -> Option<usize> {
        if depth > DEEPEST {
            return None;
        }
        let mut size: usize = 1;
        let mut add = |value: &Self| {
            size += value.size(depth + 1)?;
            (size <= MOST).then_some(())
        };
        match self {
            Self::List(items) => items.iter().try_for_each(&mut add)?,
            Self::Context(entries) => entries.iter().try_for_each(|(_, value)| add(value))?,
            _ => {}
        }
        Some(size)
    }

    /// Whether two values are equal; null if they cannot be compared.
    pub(crate) fn equals(&self, other: &Self) -> Option<bool> {
        match (self, other) {
            (Self::Null, Self::Null) => Some(true),
            (Self::Null, _) | (_, Self::Null) => Some(false),
            (Self::Bool(one), Self::Bool(other)) => Some(one == other),
            (Self::Number(one), Self::Number(other)) => Some(one == other),
            (Self::Text(one), Self::Text(other)) => Some(one == other),
            (Self::Date(one), Self::Date(other)) => Some(one == other),
            (Self::List(one), Self::List(other)) => {
                let mut pairs = one.iter().zip(other);
                Some(
                    one.len() == other.len()
                        && pairs.all(|(one, other)| one.equals(other) == Some(true)),
                )
            }
            (Self::Context(one), Self::Context(other)) => {
                let same = |(name, value): &(String, Self)| {
                    let mut entries = other.iter();
                    entries.any(|(known, other)| known == name && value.equals(other) == Some(true))
                };
                Some(one.len() == other.len() && one.iter().all(same))
            }
            _ => None,
        }
    }
}

impl fmt::Display for Value {
    /// Prints the value as FEEL would read it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => value.fmt(f),
            Self::Number(number) => number.normalize().fmt(f),
            Self::Text(text) => rules::Value::Text(text).fmt(f),
            Self::Date(day) => write!(f, "date(\"{day}\")"),
            Self::List(items) => {
                f.write_str("[")?;
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        f.write_str(", ")?;
                    }
                    item.fmt(f)?;
                }
                f.write_str("]")
            }
            Self::Context(entries) => {
                f.write_str("{")?;
                for (index, (name, value)) in entries.iter().enumerate() {
                    if index > 0 {
                        f.write_str(", ")?;
                    }
                    write!(f, "{name}: {value}")?;
                }
                f.write_str("}")
            }
        }
    }
}
