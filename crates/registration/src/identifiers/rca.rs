use std::fmt;

use super::{IdentifierError, digits, identifier_as_text, identifier_in_json, write_digits};

/// An address registration code (МТК, РКА): sixteen digits. No check digit is known, and one house
/// number can have two records (beginning with 0 or 2), so a code is only shape until the address
/// register knows it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rca([u8; 16]);

impl Rca {
    /// Reads sixteen digits; spaces and hyphens between them are passed over.
    ///
    /// # Errors
    /// [`IdentifierError`] where it is not sixteen digits.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        digits::<16>(text).map(Self)
    }

    /// The code in groups of four, as people read it aloud.
    #[must_use]
    pub fn grouped(self) -> String {
        let text = self.to_string();
        let groups: Vec<&str> = [0, 4, 8, 12]
            .into_iter()
            .filter_map(|start| text.get(start..start + 4))
            .collect();
        groups.join("\u{a0}")
    }
}

impl fmt::Display for Rca {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_digits(f, &self.0)
    }
}

impl fmt::Debug for Rca {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rca({self})")
    }
}

identifier_as_text!(Rca);
identifier_in_json!(Rca, Self([0; 16]));

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_text_is_a_code_or_says_why_not() {
        let check = |text: &str, expected: Result<(), IdentifierError>| {
            assert_eq!(Rca::parse(text).map(|_| ()), expected, "{text}");
        };
        check("0202100299573386", Ok(()));
        check("0202 1002 9957 3386", Ok(()));
        check(
            "020210029957338",
            Err(IdentifierError::Length {
                expected: 16,
                given: 15,
            }),
        );
        check(
            "02021002995733861",
            Err(IdentifierError::Length {
                expected: 16,
                given: 17,
            }),
        );
        check("0202100299573З86", Err(IdentifierError::NotDigits));
        check("", Err(IdentifierError::Empty));
    }

    #[test]
    fn a_code_is_shown_in_groups() {
        let code = Rca::parse("0202100299573386").unwrap();
        assert_eq!(code.grouped().replace('\u{a0}', " "), "0202 1002 9957 3386");
    }
}
