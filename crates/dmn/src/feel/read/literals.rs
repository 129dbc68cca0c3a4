//! Literals: days, texts and numbers.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{Misplaced, Read, Reader};
use crate::error::Problem;
use crate::feel::expression::Expression;
use crate::feel::value::Value;

impl Reader<'_> {
    /// A text that is a day.
    pub(super) fn date(&mut self) -> Read {
        let start = self.at;
        let expected = "a day in quotes, such as \"2026-01-31\"";
        if !self.rest().starts_with('"') {
            return Err(self.expected(expected));
        }
        let text = self.string()?;
        let Ok(day) = text.parse::<NaiveDate>() else {
            let problem = Problem::Expected {
                expected: expected.to_owned(),
                found: Value::Text(text.chars().take(40).collect()).to_string(),
                nearest: None,
            };
            return Err((start, problem));
        };
        Ok((Expression::Literal(Value::Date(day)), 1))
    }

    pub(super) fn string(&mut self) -> Result<String, Misplaced> {
        let start = self.at;
        let mut text = String::new();
        let mut letters = self.rest().char_indices().skip(1);
        while let Some((at, letter)) = letters.next() {
            match letter {
                '"' => {
                    self.at = start + at + 1;
                    self.skip_space();
                    return Ok(text);
                }
                '\\' => {
                    let escaped = letters.next().map(|(_, escaped)| escaped);
                    let digits = match escaped {
                        Some('u') => 4,
                        Some('U') => 6,
                        _ => 0,
                    };
                    let code: String = letters
                        .by_ref()
                        .take(digits)
                        .map(|(_, digit)| digit)
                        .collect();
                    let letter = match escaped {
                        Some(escaped @ ('"' | '\\' | '\'')) => Some(escaped),
                        Some('n') => Some('\n'),
                        Some('r') => Some('\r'),
                        Some('t') => Some('\t'),
                        Some('u' | 'U') => {
                            u32::from_str_radix(&code, 16).ok().and_then(char::from_u32)
                        }
                        _ => None,
                    };
                    let Some(letter) = letter else {
                        self.at = start + at;
                        return Err(self.expected("an escape such as \\\" or \\u0041"));
                    };
                    text.push(letter);
                }
                letter => text.push(letter),
            }
        }
        self.at = self.text.len();
        Err(self.expected("a closing quote"))
    }

    pub(super) fn number(&mut self) -> Result<Decimal, Misplaced> {
        let rest = self.rest();
        let digits = |from: usize| {
            let rest = rest.get(from..).unwrap_or_default();
            rest.bytes().take_while(u8::is_ascii_digit).count()
        };
        let mut end = digits(0);
        let after = rest.get(end..).unwrap_or_default();
        // The point of a number, not the two of an interval.
        if after.starts_with('.') && digits(end + 1) > 0 {
            end += 1 + digits(end + 1);
        }
        let written = rest.get(..end).unwrap_or_default();
        let Ok(number) = written.parse::<Decimal>() else {
            return Err(self.expected("a number of at most 28 digits"));
        };
        self.at += end;
        self.skip_space();
        Ok(number)
    }
}
