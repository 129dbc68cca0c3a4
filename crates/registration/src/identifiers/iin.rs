use std::fmt;

use chrono::NaiveDate;

use super::{
    IdentifierError, checksum, digits, identifier_as_text, identifier_in_json, write_digits,
};

/// An individual identification number (ЖСН, ИИН): twelve digits of which the last is a check digit.
///
/// Since August 2013 the digits are not legally tied to the person: the age comes from the
/// population register, and [`Iin::date`] is for a hint only.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Iin([u8; 12]);

/// What the first seven digits say of the date of birth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IinDate {
    /// A date of the calendar.
    Date(NaiveDate),
    /// No date: legal since 2013, but worth a second look at the digits.
    None,
}

impl Iin {
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

    /// The date of birth that the digits spell. Only a hint, never a ground for refusal.
    #[must_use]
    pub fn date(self) -> IinDate {
        let d = self.0.map(i32::from);
        let century = match d[6] {
            1 | 2 => 1800,
            3 | 4 => 1900,
            5 | 6 => 2000,
            _ => return IinDate::None,
        };
        let pair = |first: usize| u32::try_from(d[first] * 10 + d[first + 1]).unwrap_or(0);
        NaiveDate::from_ymd_opt(century + d[0] * 10 + d[1], pair(2), pair(4))
            .map_or(IinDate::None, IinDate::Date)
    }

    /// The number with all but the last four digits hidden, for pages and messages.
    #[must_use]
    pub fn masked(self) -> String {
        let text = self.to_string();
        "••••••••".to_owned() + text.get(8..).unwrap_or_default()
    }
}

impl fmt::Display for Iin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_digits(f, &self.0)
    }
}

/// A number must not reach a log by accident: debugging output is masked.
impl fmt::Debug for Iin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Iin({})", self.masked())
    }
}

identifier_as_text!(Iin);
identifier_in_json!(Iin, Self([0; 12]));

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn check(text: &str, expected: Result<&str, IdentifierError>) {
        assert_eq!(
            Iin::parse(text).map(|iin| iin.to_string()),
            expected.map(str::to_owned),
            "{text}"
        );
    }

    #[test]
    fn a_text_is_an_iin_or_says_why_not() {
        check("061211600012", Ok("061211600012"));
        check(" 061211 600012 ", Ok("061211600012"));
        check("0612-1160-0012", Ok("061211600012"));
        check("061211600013", Err(IdentifierError::Checksum));
        check("061211600021", Err(IdentifierError::Checksum));
        check("", Err(IdentifierError::Empty));
        check("   ", Err(IdentifierError::Empty));
        check(
            "06121160001",
            Err(IdentifierError::Length {
                expected: 12,
                given: 11,
            }),
        );
        check(
            "0612116000123",
            Err(IdentifierError::Length {
                expected: 12,
                given: 13,
            }),
        );
        check("O61211600012", Err(IdentifierError::NotDigits));
        check("٠٦١٢١١٦٠٠٠١٢", Err(IdentifierError::NotDigits));
        check("<script>", Err(IdentifierError::NotDigits));
        check(
            &"1".repeat(100_000),
            Err(IdentifierError::Length {
                expected: 12,
                given: u16::MAX,
            }),
        );
    }

    #[test]
    fn the_date_is_a_hint() {
        let check = |text: &str, expected: Option<&str>| {
            let found = match Iin::parse(text).unwrap().date() {
                IinDate::Date(date) => Some(date.to_string()),
                IinDate::None => None,
            };
            assert_eq!(found.as_deref(), expected, "{text}");
        };
        check("061211600012", Some("2006-12-11"));
        check("180140005198", None);
    }

    #[test]
    fn the_number_stays_out_of_logs() {
        let iin = Iin::parse("061211600012").unwrap();
        assert_eq!(format!("{iin:?}"), "Iin(••••••••0012)");
    }
}
