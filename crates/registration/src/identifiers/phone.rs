use std::fmt;

use super::{IdentifierError, digits, identifier_as_text, write_digits};

/// A mobile number of Kazakhstan, kept as the eleven digits that begin with 7.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone([u8; 11]);

impl Phone {
    /// Reads `+7 701 234 56 78` as people write it: with spaces, hyphens, brackets, a leading 8.
    ///
    /// # Errors
    /// [`IdentifierError`] where it is not a mobile number of an operator of Kazakhstan
    /// (700–702, 705–708, 747, 760–764, 771, 775–778, 785).
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let plain: String = text
            .trim()
            .trim_start_matches('+')
            .chars()
            .filter(|letter| !matches!(letter, '(' | ')'))
            .collect();
        let mut digits = digits::<11>(&plain)?;
        if digits[0] == 8 {
            digits[0] = 7;
        }
        let mobile = matches!(
            digits[..4],
            [7, 7, 0, 0..=2 | 5..=8] | [7, 7, 4, 7] | [7, 7, 6, 0..=4] | [7, 7, 7, 1 | 5..=8] | [7, 7, 8, 5]
        );
        if mobile {
            Ok(Self(digits))
        } else {
            Err(IdentifierError::Operator)
        }
    }

    /// The number with its middle hidden, `+7 701 ••• •• 78`.
    #[must_use]
    pub fn masked(self) -> String {
        let digits = self.to_string();
        let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default().to_owned();
        "+7\u{a0}".to_owned() + &part(2, 5) + "\u{a0}•••\u{a0}••\u{a0}" + &part(10, 12)
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("+")?;
        write_digits(f, &self.0)
    }
}

/// A number must not reach a log by accident: debugging output is masked.
impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phone({})", self.masked())
    }
}

identifier_as_text!(Phone);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_text_is_a_mobile_number_or_says_why_not() {
        let check = |text: &str, expected: Result<&str, IdentifierError>| {
            assert_eq!(
                Phone::parse(text).map(|phone| phone.to_string()),
                expected.map(str::to_owned),
                "{text}"
            );
        };
        check("+77012345678", Ok("+77012345678"));
        check("8 (701) 234-56-78", Ok("+77012345678"));
        check("7 747 234 56 78", Ok("+77472345678"));
        check("+7 785 000 00 00", Ok("+77850000000"));
        check("+7 703 234 56 78", Err(IdentifierError::Operator));
        check("+7 495 234 56 78", Err(IdentifierError::Operator));
        check("9 701 234 56 78", Err(IdentifierError::Operator));
        check(
            "+7 701 234 56 7",
            Err(IdentifierError::Length {
                expected: 11,
                given: 10,
            }),
        );
        check("call me", Err(IdentifierError::NotDigits));
        check("+", Err(IdentifierError::Empty));
    }

    #[test]
    fn a_number_is_shown_with_its_middle_hidden() {
        let phone = Phone::parse("+77012345678").unwrap();
        assert_eq!(phone.masked().replace('\u{a0}', " "), "+7 701 ••• •• 78");
    }
}
