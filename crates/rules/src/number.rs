//! Exact decimal numbers.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::RulesError;

/// How many parts a unit has: six decimal places.
pub(crate) const UNIT: i64 = 1_000_000;
const DECIMALS: usize = 6;

/// An exact decimal number with at most six decimal places, kept as whole millionths.
///
/// It reads FEEL number literals (`15`, `-0.25`, `.5`) and prints the shortest text that reads
/// back as the same number. Its range is ±9 223 372 036 854.775807.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Number(i64);

impl Number {
    /// A number given in millionths: `from_millionths(1_500_000)` is 1.5.
    pub const fn from_millionths(millionths: i64) -> Self {
        Self(millionths)
    }

    /// This number in millionths.
    pub const fn millionths(self) -> i64 {
        self.0
    }

    /// Whether this is a whole number.
    pub const fn is_whole(self) -> bool {
        self.0 % UNIT == 0
    }

    /// The whole number this is, or `None` if it has a fraction.
    pub const fn to_whole(self) -> Option<i64> {
        if self.is_whole() {
            Some(self.0 / UNIT)
        } else {
            None
        }
    }
}

macro_rules! from_whole {
    ($($int:ty),*) => {$(
        impl From<$int> for Number {
            fn from(whole: $int) -> Self {
                Self(i64::from(whole) * UNIT)
            }
        }
    )*};
}
from_whole!(u8, u16, u32, i8, i16, i32);

impl TryFrom<i64> for Number {
    type Error = RulesError;

    /// Fails with [`RulesError::Number`] beyond the range.
    fn try_from(whole: i64) -> Result<Self, RulesError> {
        whole.checked_mul(UNIT).map(Self).ok_or(RulesError::Number)
    }
}

impl FromStr for Number {
    type Err = RulesError;

    /// Fails with [`RulesError::Number`] on anything but digits with an optional sign and point,
    /// on more than six decimal places, and beyond the range.
    fn from_str(text: &str) -> Result<Self, RulesError> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = match digits.split_once('.') {
            Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
            Some(_) => return Err(RulesError::Number),
            None if digits.is_empty() => return Err(RulesError::Number),
            None => (digits, ""),
        };
        // A zero beyond the sixth place changes nothing; another digit there would be lost.
        let (kept, beyond) = fraction
            .split_at_checked(DECIMALS)
            .unwrap_or((fraction, ""));
        if beyond.bytes().any(|digit| digit != b'0') {
            return Err(RulesError::Number);
        }
        let padding = std::iter::repeat_n(b'0', DECIMALS - kept.len());
        let mut millionths: i64 = 0;
        for digit in whole.bytes().chain(kept.bytes()).chain(padding) {
            if !digit.is_ascii_digit() {
                return Err(RulesError::Number);
            }
            let digit = i64::from(digit - b'0');
            millionths = millionths
                .checked_mul(10)
                .and_then(|tens| {
                    if negative {
                        tens.checked_sub(digit)
                    } else {
                        tens.checked_add(digit)
                    }
                })
                .ok_or(RulesError::Number)?;
        }
        Ok(Self(millionths))
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = UNIT.unsigned_abs();
        let size = self.0.unsigned_abs();
        if self.0 < 0 {
            f.write_str("-")?;
        }
        write!(f, "{}", size / unit)?;
        let mut fraction = size % unit;
        let mut places = DECIMALS;
        if fraction == 0 {
            return Ok(());
        }
        while fraction.is_multiple_of(10) {
            fraction /= 10;
            places -= 1;
        }
        write!(f, ".{fraction:0places$}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, millionths: Option<i64>) {
        let number = text.parse::<Number>().ok();
        assert_eq!(number.map(Number::millionths), millionths, "{text:?}");
    }

    #[test]
    fn reads_decimals_exactly() {
        check("15", Some(15_000_000));
        check("-0.25", Some(-250_000));
        check(".5", Some(500_000));
        check("0.1", Some(100_000));
        check("14.999999", Some(14_999_999));
        check("1.0000000", Some(1_000_000));
        check("007", Some(7_000_000));
        check("-0", Some(0));
        check("9223372036854.775807", Some(i64::MAX));
        check("-9223372036854.775808", Some(i64::MIN));
    }

    #[test]
    fn refuses_what_it_cannot_hold() {
        for text in [
            "",
            "-",
            ".",
            "1.",
            "--1",
            "+1",
            "1e3",
            "0x1",
            "1 ",
            " 1",
            "1.2.3",
            "1,5",
            "١",
            "1.é",
            "1.0000001",
            "9223372036854.775808",
            "99999999999999999999999",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn prints_the_shortest_text_that_reads_back() {
        for (millionths, text) in [
            (0, "0"),
            (15_000_000, "15"),
            (-250_000, "-0.25"),
            (1, "0.000001"),
            (10_500_000, "10.5"),
            (i64::MIN, "-9223372036854.775808"),
        ] {
            let number = Number::from_millionths(millionths);
            assert_eq!(number.to_string(), text);
            assert_eq!(text.parse::<Number>(), Ok(number));
        }
    }
}
