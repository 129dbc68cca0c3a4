//! Identifiers as types that cannot hold a wrong value; each says why a text is refused.

mod bin;
mod checksum;
mod iin;
mod kato;
mod owner;
mod phone;
mod rca;

pub use bin::Bin;
pub use iin::{Iin, IinDate};
pub use kato::Region;
pub use owner::OwnerId;
pub use phone::Phone;
pub use rca::Rca;

use std::fmt;

/// Why a text is not an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentifierError {
    /// Nothing was given.
    Empty,
    /// A character that is neither a digit nor a separator people use.
    NotDigits,
    /// Another number of digits.
    Length {
        /// How many digits the identifier has.
        expected: u8,
        /// How many were given.
        given: u16,
    },
    /// The check digit does not fit the others: most likely one digit is mistyped.
    Checksum,
    /// No operator of Kazakhstan has numbers that begin so.
    Operator,
    /// No region of Kazakhstan has this code.
    Region,
}

impl IdentifierError {
    /// A stable code for programs, such as `checksum`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NotDigits => "not_digits",
            Self::Length { .. } => "length",
            Self::Checksum => "checksum",
            Self::Operator => "operator",
            Self::Region => "region",
        }
    }
}

impl fmt::Display for IdentifierError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length { expected, given } => {
                write!(f, "{expected} digits expected, {given} given")
            }
            other => f.write_str(other.code()),
        }
    }
}

impl std::error::Error for IdentifierError {}

/// Exactly `N` digits, with the spaces and hyphens people type between them passed over.
fn digits<const N: usize>(text: &str) -> Result<[u8; N], IdentifierError> {
    let mut digits = [0; N];
    let mut given: usize = 0;
    for letter in text.trim().chars() {
        if matches!(letter, ' ' | '-' | '\u{a0}') {
            continue;
        }
        let digit = letter.to_digit(10).ok_or(IdentifierError::NotDigits)?;
        if let (Some(place), Ok(digit)) = (digits.get_mut(given), u8::try_from(digit)) {
            *place = digit;
        }
        given += 1;
    }
    if given == 0 {
        return Err(IdentifierError::Empty);
    }
    if given != N {
        return Err(IdentifierError::Length {
            expected: u8::try_from(N).unwrap_or(u8::MAX),
            given: u16::try_from(given).unwrap_or(u16::MAX),
        });
    }
    Ok(digits)
}

fn write_digits(f: &mut fmt::Formatter<'_>, digits: &[u8]) -> fmt::Result {
    for digit in digits {
        write!(f, "{digit}")?;
    }
    Ok(())
}

/// What every identifier can do: be parsed from text, be printed, and travel as text.
macro_rules! identifier_as_text {
    ($type:ty) => {
        impl std::str::FromStr for $type {
            type Err = crate::identifiers::IdentifierError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text)
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                Self::parse(&text).map_err(serde::de::Error::custom)
            }
        }
    };
}
use identifier_as_text;

/// What the page, too, reads and writes as text.
macro_rules! identifier_in_json {
    ($type:ty, $blank:expr) => {
        impl json::FromJson for $type {
            const BLANK: Self = $blank;

            fn read_json(&mut self, json: Option<&mut json::Json>) -> bool {
                let text = json::Json::text(json);
                let read = text.and_then(|text| Self::parse(text).ok());
                read.map(|read| *self = read).is_some()
            }
        }

        impl json::ToJson for $type {
            fn write_json(&self, to: &mut String) {
                json::text(to, &self.to_string());
            }
        }
    };
}
pub(crate) use identifier_in_json;
