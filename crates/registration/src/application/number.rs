use std::fmt;

use serde::{Deserialize, Serialize, de::Error as _};

use crate::identifiers::identifier_in_json;

/// Letters and digits that are not mistaken for each other on paper or on the telephone
/// (Crockford's base 32).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The public number of an application, `T-4K7M-9QX2-B6`: fifty random bits, so that numbers can
/// neither be counted nor guessed.
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
    /// The number made of the low fifty of these random bits.
    #[must_use]
    pub fn from_random(bits: u64) -> Self {
        Self(bits & ((1 << 50) - 1))
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

    #[test]
    fn a_number_survives_being_copied_by_hand() {
        let number = ApplicationNumber::from_random(u64::MAX / 3);
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
