//! Values of facts.

use std::fmt;

use crate::number::Number;

/// A value given to a fact or read from it. It borrows its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// The fact is known to have no value; only for facts declared `optional`.
    Null,
    /// True or false.
    Bool(bool),
    /// One of the texts the fact declares.
    Text(&'a str),
    /// A number of the fact's domain.
    Number(Number),
}

impl From<bool> for Value<'_> {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(value)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(value: &'a String) -> Self {
        Self::Text(value)
    }
}

macro_rules! from_number {
    ($($number:ty),*) => {$(
        impl From<$number> for Value<'_> {
            fn from(value: $number) -> Self {
                Self::Number(value.into())
            }
        }
    )*};
}
from_number!(Number, u8, u16, u32, i8, i16, i32);

impl fmt::Display for Value<'_> {
    /// Prints the value as a FEEL literal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(true) => f.write_str("true"),
            Self::Bool(false) => f.write_str("false"),
            Self::Text(text) => {
                f.write_str("\"")?;
                for character in text.chars() {
                    if matches!(character, '"' | '\\') {
                        f.write_str("\\")?;
                    }
                    fmt::Write::write_char(f, character)?;
                }
                f.write_str("\"")
            }
            Self::Number(number) => number.fmt(f),
        }
    }
}
