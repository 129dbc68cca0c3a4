//! Dates, times, money and telephone numbers as people of Kazakhstan write them.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Timelike, Utc};

use crate::{
    Lang,
    common::{self, Word},
    fill,
};

const MONTHS: [Word; 12] = [
    Word::Month01,
    Word::Month02,
    Word::Month03,
    Word::Month04,
    Word::Month05,
    Word::Month06,
    Word::Month07,
    Word::Month08,
    Word::Month09,
    Word::Month10,
    Word::Month11,
    Word::Month12,
];

/// Space that does not break a line, between groups of digits.
const NO_BREAK_SPACE: char = '\u{a0}';

/// The time of the whole country since 1 March 2024: UTC+5 without summer time, so that no table
/// of time zones is needed.
#[must_use]
pub fn local(at: DateTime<Utc>) -> DateTime<FixedOffset> {
    let five_hours = FixedOffset::east_opt(5 * 3600);
    match five_hours {
        Some(offset) => at.with_timezone(&offset),
        None => at.fixed_offset(),
    }
}

/// The date in Kazakhstan at an instant.
#[must_use]
pub fn local_date(at: DateTime<Utc>) -> NaiveDate {
    local(at).date_naive()
}

/// A long date: `2026 ж. 22 қараша`, `22 ноября 2026 г.`, `22 November 2026`.
#[must_use]
pub fn date(lang: Lang, date: NaiveDate) -> String {
    let month = MONTHS
        .get(date.month0() as usize)
        .map_or("", |word| common::text(lang, *word));
    fill(
        common::text(lang, Word::DateLong),
        &[
            ("day", &date.day().to_string()),
            ("month", month),
            ("year", &date.year().to_string()),
        ],
    )
}

/// The time of day in Kazakhstan, `14:05`.
#[must_use]
pub fn time(at: DateTime<Utc>) -> String {
    let local = local(at);
    two_digits(local.hour()) + ":" + &two_digits(local.minute())
}

/// A long date with the time of day, both in Kazakhstan.
#[must_use]
pub fn date_time(lang: Lang, at: DateTime<Utc>) -> String {
    date(lang, local_date(at)) + ", " + &time(at)
}

fn two_digits(n: u32) -> String {
    let mut text = n.to_string();
    if text.len() < 2 {
        text.insert(0, '0');
    }
    text
}

/// A whole number in groups of three: `12 345`, with spaces that do not break.
#[must_use]
pub fn whole(n: u64) -> String {
    let digits = n.to_string();
    let mut grouped = String::with_capacity(digits.len() + 4);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(NO_BREAK_SPACE);
        }
        grouped.push(digit);
    }
    grouped
}

/// Whole tenge: `30 275 ₸`.
#[must_use]
pub fn tenge(n: u64) -> String {
    let mut text = whole(n);
    text.push(NO_BREAK_SPACE);
    text.push('₸');
    text
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn dates_are_written_as_people_write_them() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        assert_eq!(date(Lang::Kk, day), "2026 ж. 22 қараша");
        assert_eq!(date(Lang::Ru, day), "22 ноября 2026 г.");
        assert_eq!(date(Lang::En, day), "22 November 2026");
    }

    #[test]
    fn times_are_those_of_kazakhstan() {
        let check = |instant: &str, expected_time: &str, expected_date: &str| {
            let at: DateTime<Utc> = instant.parse().unwrap();
            assert_eq!(time(at), expected_time);
            assert_eq!(local_date(at).to_string(), expected_date);
        };
        check("2026-11-22T09:05:00Z", "14:05", "2026-11-22");
        check("2026-11-22T19:00:00Z", "00:00", "2026-11-23");
        check("2026-12-31T18:59:59Z", "23:59", "2026-12-31");
    }

    #[test]
    fn money_is_grouped() {
        let check = |n, expected: &str| assert_eq!(tenge(n).replace('\u{a0}', "_"), expected);
        check(0, "0_₸");
        check(999, "999_₸");
        check(4325, "4_325_₸");
        check(30_275_000, "30_275_000_₸");
    }
}
