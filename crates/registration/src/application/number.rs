use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize, de::Error as _};

use crate::identifiers::identifier_in_json;

/// Letters and digits that are not mistaken for each other on paper or on the telephone
/// (Crockford's base 32).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many bits of a number are drawn; those before them are the minute.
const DRAWN: u32 = 28;
/// How many bits a number has.
const ALL: u32 = 50;
/// The minute 0 of numbers, 2026-01-01 at midnight UTC, in seconds of Unix time.
const START: i64 = 1_767_225_600;

/// The public number of an application, `T-4K7M-9QX2-B6`: the minute in which it was drawn, and then
/// twenty-eight random bits, so that numbers cannot be counted and whoever tries one finds none. What is
/// filed in the same minute lies together in a store. Whoever knows a number may see nothing by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ApplicationNumber(u64);

/// A text that is not the number of an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberError;

impl fmt::Display for NumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not the number of an application")
    }
}

impl std::error::Error for NumberError {}

impl ApplicationNumber {
    /// The number of the low fifty of these bits.
    #[must_use]
    pub fn from_bits(bits: u64) -> Self {
        Self(bits & ((1 << ALL) - 1))
    }

    /// The number of an application filed at this time, with the low bits of these random ones. Minutes
    /// begin anew after eight years, and then share their numbers with those: no two are the same
    /// because a store lets none be.
    #[must_use]
    pub fn draw(at: DateTime<Utc>, random: u64) -> Self {
        let minutes = 1_i64 << (ALL - DRAWN);
        let minute = (at.timestamp() - START).div_euclid(60).rem_euclid(minutes);
        Self(minute.unsigned_abs() << DRAWN | random & ((1 << DRAWN) - 1))
    }

    /// Reads a number as people copy it: in any case, with or without hyphens, with O for 0 and
    /// I or L for 1.
    ///
    /// # Errors
    /// [`NumberError`] where it is none.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let text = text.trim();
        let rest = text
            .strip_prefix("T-")
            .or_else(|| text.strip_prefix("t-"))
            .ok_or(NumberError)?;
        let mut bits: u64 = 0;
        let mut letters = 0;
        for letter in rest.bytes().filter(|letter| *letter != b'-') {
            let letter = match letter.to_ascii_uppercase() {
                b'O' => b'0',
                b'I' | b'L' => b'1',
                letter => letter,
            };
            let value = ALPHABET
                .iter()
                .position(|known| *known == letter)
                .ok_or(NumberError)?;
            letters += 1;
            if letters > 10 {
                return Err(NumberError);
            }
            bits = bits << 5 | u64::try_from(value).map_err(|_| NumberError)?;
        }
        if letters == 10 {
            Ok(Self(bits))
        } else {
            Err(NumberError)
        }
    }
}

impl fmt::Display for ApplicationNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("T-")?;
        for place in 0..10 {
            if place == 4 || place == 8 {
                f.write_str("-")?;
            }
            let index = (self.0 >> (45 - 5 * place)) & 31;
            let letter = usize::try_from(index)
                .ok()
                .and_then(|index| ALPHABET.get(index));
            write!(f, "{}", letter.map_or('0', |letter| char::from(*letter)))?;
        }
        Ok(())
    }
}

impl Serialize for ApplicationNumber {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ApplicationNumber {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(D::Error::custom)
    }
}

identifier_in_json!(ApplicationNumber, Self(0));

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn noon() -> DateTime<Utc> {
        "2026-11-22T07:00:00Z".parse().unwrap()
    }

    #[test]
    fn numbers_come_in_the_order_of_their_minutes() {
        let check = |at: &str, random, expected| {
            let number = ApplicationNumber::draw(at.parse().unwrap(), random);
            assert_eq!(number.to_string(), expected, "{at}, {random}");
        };
        check("2026-01-01T00:00:00Z", 0, "T-0000-0000-00");
        check("2026-01-01T00:00:59Z", 1 << 28, "T-0000-0000-00");
        check("2026-01-01T00:01:00Z", u64::MAX, "T-0000-FZZZ-ZZ");
        check("2026-11-22T07:00:00Z", 0, "T-3JBH-0000-00");
        // A clock that was never set is no reason to refuse anybody.
        check("1970-01-01T00:00:00Z", 0, "T-Z94G-0000-00");
        let earlier = ApplicationNumber::draw(noon(), u64::MAX);
        let later = ApplicationNumber::draw(noon() + chrono::Duration::minutes(1), 0);
        assert!(earlier < later && earlier.to_string() < later.to_string());
    }

    #[test]
    fn a_number_survives_being_copied_by_hand() {
        let number = ApplicationNumber::from_bits(u64::MAX / 3);
        let text = number.to_string();
        assert_eq!(text.len(), 14);
        assert_eq!(ApplicationNumber::parse(&text).unwrap(), number);
        assert_eq!(
            ApplicationNumber::parse(&text.to_lowercase()).unwrap(),
            number
        );
        assert_eq!(
            ApplicationNumber::parse("T-O123-4567-8l")
                .unwrap()
                .to_string(),
            "T-0123-4567-81"
        );
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "",
            "T-",
            "4K7M-9QX2-B6",
            "T-4K7M-9QX2",
            "T-4K7M-9QX2-B6U",
            "T-4K7M-9QX2-B",
            "T-әәәә-әәәә-әә",
        ] {
            assert_eq!(ApplicationNumber::parse(text), Err(NumberError), "{text}");
        }
    }
}
