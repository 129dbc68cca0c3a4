use std::fmt;

use super::{IdentifierError, checksum, digits, identifier_as_text, write_digits};

/// A business identification number (БСН, БИН): twelve digits of which the last is a check digit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bin([u8; 12]);

impl Bin {
    /// Reads twelve digits; spaces and hyphens between them are passed over.
    ///
    /// # Errors
    /// [`IdentifierError`] where it is not twelve digits or the check digit does not fit.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let digits = digits::<12>(text)?;
        if !checksum::holds(&digits) {
            return Err(IdentifierError::Checksum);
        }
        Ok(Self(digits))
    }

    /// Whether the fifth digit marks an organisation (4, 5 or 6) and not a day of birth.
    pub(super) fn is_organisation(self) -> bool {
        self.0[4] >= 4
    }
}

impl fmt::Display for Bin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_digits(f, &self.0)
    }
}

impl fmt::Debug for Bin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bin({self})")
    }
}

identifier_as_text!(Bin);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_a_bin_or_says_why_not() {
        let check = |text: &str, expected: Result<(), IdentifierError>| {
            assert_eq!(Bin::parse(text).map(|_| ()), expected, "{text}");
        };
        check("180140005198", Ok(()));
        check("180140005199", Err(IdentifierError::Checksum));
        check(
            "18014000519",
            Err(IdentifierError::Length {
                expected: 12,
                given: 11,
            }),
        );
        check("18O140005198", Err(IdentifierError::NotDigits));
    }
}
