use std::fmt;

use super::{IdentifierError, digits, identifier_as_text, identifier_in_json, write_digits};

/// A region by the first two digits (AB) of KATO, the classifier of administrative-territorial
/// objects.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region([u8; 2]);

impl Region {
    /// Codes of the seventeen regions and three cities of the republic, in the classifier's order.
    pub const CODES: [&'static str; 20] = [
        "10", "11", "15", "19", "23", "27", "31", "33", "35", "39", "43", "47", "55", "59", "61",
        "62", "63", "71", "75", "79",
    ];

    /// Reads the two digits of a region.
    ///
    /// # Errors
    /// [`IdentifierError`] where no region has them.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let digits = digits::<2>(text)?;
        let region = Self(digits);
        if Self::CODES.contains(&region.code().as_str()) {
            Ok(region)
        } else {
            Err(IdentifierError::Region)
        }
    }

    /// The region of a whole KATO code of nine digits.
    ///
    /// # Errors
    /// [`IdentifierError`] where it is not nine digits or no region begins so.
    pub fn of_kato(text: &str) -> Result<Self, IdentifierError> {
        let digits = digits::<9>(text)?;
        let mut code = String::new();
        for digit in &digits[..2] {
            code.push(char::from(b'0' + digit));
        }
        Self::parse(&code)
    }

    /// The two digits as text, the value of the fact `dwelling.region`.
    #[must_use]
    pub fn code(self) -> String {
        self.to_string()
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_digits(f, &self.0)
    }
}

impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Region({self})")
    }
}

identifier_as_text!(Region);
identifier_in_json!(Region, Self([1, 0]));

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn only_regions_of_kazakhstan_are_regions() {
        let check = |text: &str, expected: Result<(), IdentifierError>| {
            assert_eq!(Region::parse(text).map(|_| ()), expected, "{text}");
        };
        check("71", Ok(()));
        check("10", Ok(()));
        check("12", Err(IdentifierError::Region));
        check(
            "7",
            Err(IdentifierError::Length {
                expected: 2,
                given: 1,
            }),
        );
        check("as", Err(IdentifierError::NotDigits));
    }

    #[test]
    fn a_kato_code_begins_with_its_region() {
        assert_eq!(Region::of_kato("751110000").unwrap().code(), "75");
        assert_eq!(Region::of_kato("991110000"), Err(IdentifierError::Region));
    }

    #[test]
    fn every_code_has_a_name_in_every_language() {
        for code in Region::CODES {
            for lang in words::Lang::ALL {
                assert!(
                    words::common::by_key(lang, &format!("region.{code}")).is_some(),
                    "{code}"
                );
            }
        }
    }
}
