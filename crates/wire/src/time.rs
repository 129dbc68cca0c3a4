//! Times and dates as they are read from JSON: RFC 3339, section 5.6, and its `full-date`.
//!
//! chrono's own reader also takes names of months and of days and offsets without a colon; a phone
//! would pay for that with one part in forty of the page.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Utc};

/// For `#[serde(with = …)]`: an instant.
pub(crate) mod instant {
    use super::{DateTime, Utc, read_instant};
    use json::Json;
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    pub(crate) const BLANK: DateTime<Utc> = DateTime::UNIX_EPOCH;

    #[inline(never)]
    pub(crate) fn read_json(at: &mut DateTime<Utc>, json: Option<&mut Json>) -> bool {
        let read = Json::text(json).and_then(|text| read_instant(text));
        read.map(|read| *at = read).is_some()
    }

    pub(crate) fn serialize<S: Serializer>(at: &DateTime<Utc>, to: S) -> Result<S::Ok, S::Error> {
        at.serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<DateTime<Utc>, D::Error> {
        let text = String::deserialize(from)?;
        read_instant(&text).ok_or_else(|| D::Error::custom("not an instant of RFC 3339"))
    }
}

/// For `#[serde(default, with = …)]`: an instant that may be absent.
pub(crate) mod instant_if_any {
    use super::{DateTime, Utc, instant, read_instant};
    use json::Json;
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    pub(crate) const BLANK: Option<DateTime<Utc>> = None;

    #[inline(never)]
    pub(crate) fn read_json(at: &mut Option<DateTime<Utc>>, json: Option<&mut Json>) -> bool {
        *at = None;
        matches!(json, Some(Json::Null)) || instant::read_json(at.insert(instant::BLANK), json)
    }

    pub(crate) fn serialize<S: Serializer>(
        at: &Option<DateTime<Utc>>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        at.serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<DateTime<Utc>>, D::Error> {
        let Some(text) = Option::<String>::deserialize(from)? else {
            return Ok(None);
        };
        let at = read_instant(&text);
        at.map(Some)
            .ok_or_else(|| D::Error::custom("not an instant of RFC 3339"))
    }
}

/// For `#[serde(default, with = …)]`: a date that may be absent.
pub(crate) mod day_if_any {
    use super::{NaiveDate, read_day};
    use json::{Json, ToJson as _};
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    pub(crate) const BLANK: Option<NaiveDate> = None;

    #[inline(never)]
    pub(crate) fn read_json(day: &mut Option<NaiveDate>, json: Option<&mut Json>) -> bool {
        *day = None;
        if matches!(json, Some(Json::Null)) {
            return true;
        }
        *day = Json::text(json).and_then(|text| read_day(text.as_bytes()));
        day.is_some()
    }

    #[inline(never)]
    pub(crate) fn write_json(day: &Option<NaiveDate>, to: &mut String) {
        day.map(|day| day.to_string()).write_json(to);
    }

    pub(crate) fn serialize<S: Serializer>(
        day: &Option<NaiveDate>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        day.serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<NaiveDate>, D::Error> {
        let Some(text) = Option::<String>::deserialize(from)? else {
            return Ok(None);
        };
        let day = read_day(text.as_bytes());
        day.map(Some)
            .ok_or_else(|| D::Error::custom("not a date, YYYY-MM-DD"))
    }
}

/// `2026-11-25`.
fn read_day(text: &[u8]) -> Option<NaiveDate> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text else {
        return None;
    };
    let year = number(&[y1, y2, y3, y4])?;
    NaiveDate::from_ymd_opt(year as i32, number(&[m1, m2])?, number(&[d1, d2])?)
}

/// `2026-11-25T02:27:00.125Z`, or with an offset such as `+05:00`.
fn read_instant(text: &str) -> Option<DateTime<Utc>> {
    let (day, rest) = text.as_bytes().split_at_checked(10)?;
    let [b'T', h1, h2, b':', m1, m2, b':', s1, s2, rest @ ..] = rest else {
        return None;
    };
    let (nanoseconds, offset) = match rest {
        [b'.', rest @ ..] => fraction(rest)?,
        _ => (0, rest),
    };
    let time = NaiveTime::from_hms_nano_opt(
        number(&[*h1, *h2])?,
        number(&[*m1, *m2])?,
        number(&[*s1, *s2])?,
        nanoseconds,
    )?;
    let local = NaiveDateTime::new(read_day(day)?, time);
    let east = match *offset {
        [b'Z'] => 0,
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            let (hours, minutes) = (number(&[h1, h2])?, number(&[m1, m2])?);
            if hours > 23 || minutes > 59 {
                return None;
            }
            let seconds = (hours * 60 + minutes) as i32 * 60;
            if sign == b'+' { seconds } else { -seconds }
        }
        _ => return None,
    };
    let utc = local.checked_sub_offset(FixedOffset::east_opt(east)?)?;
    Some(utc.and_utc())
}

/// Nanoseconds from one digit or more, and what follows; what is finer is left out.
fn fraction(text: &[u8]) -> Option<(u32, &[u8])> {
    let length = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = text.split_at_checked(length)?;
    let mut nanoseconds = number(digits.get(..length.min(9))?)?;
    for _ in length..9 {
        nanoseconds *= 10;
    }
    Some((nanoseconds, rest))
}

/// A number of one to nine digits.
fn number(digits: &[u8]) -> Option<u32> {
    let mut number = (!digits.is_empty()).then_some(0)?;
    for digit in digits {
        let digit = digit.is_ascii_digit().then(|| digit - b'0')?;
        number = number * 10 + u32::from(digit);
    }
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_read_as_chrono_reads_it() {
        let check = |text: &str| {
            let expected = DateTime::parse_from_rfc3339(text).ok();
            let expected = expected.map(|at| at.with_timezone(&Utc));
            assert_eq!(read_instant(text), expected, "{text}");
        };
        check("2026-11-25T02:27:00Z");
        check("2026-11-25T02:27:00.5Z");
        check("2026-11-25T02:27:00.123456789Z");
        check("2026-11-25T02:27:00.1234567891Z");
        check("2026-11-25T02:27:00+05:00");
        check("2026-12-31T23:59:59.999-00:30");
        check("0001-01-01T00:00:00+00:00");
        check("9999-12-31T23:59:59Z");
        check("2024-02-29T00:00:00Z");
        for wrong in [
            "",
            "2026-11-25",
            "2026-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-11-25T24:00:00Z",
            "2026-11-25T00:60:00Z",
            "2026-11-25T00:00:00",
            "2026-11-25T00:00:00.Z",
            "2026-11-25T00:00:00ZZ",
            "2026-11-25T00:00:00+24:00",
            "2026-11-25T00:00:00+05:60",
            "2026-11-25T0:00:00Z",
            "+026-11-25T00:00:00Z",
            "2026-11-25T00:00:00\u{437}",
            "\u{437}\u{437}\u{437}\u{437}\u{437}\u{437}",
        ] {
            check(wrong);
            assert_eq!(read_instant(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn every_instant_that_is_written_is_read_again() {
        let mut at = DateTime::from_timestamp(0, 0).unwrap();
        // A stride without a common divisor with days, hours or minutes.
        let stride = chrono::TimeDelta::new(8_640_007, 123_456_789).unwrap();
        for _ in 0..2_000 {
            let text = serde_json::to_value(at).unwrap();
            assert_eq!(read_instant(text.as_str().unwrap()), Some(at), "{text}");
            let day = at.date_naive();
            assert_eq!(read_day(day.to_string().as_bytes()), Some(day));
            at += stride;
        }
    }

    #[test]
    fn a_date_is_four_two_and_two_digits() {
        let check = |text: &str, is_date: bool| {
            assert_eq!(read_day(text.as_bytes()).is_some(), is_date, "{text}");
        };
        check("2026-11-25", true);
        check("2024-02-29", true);
        check("2026-02-29", false);
        check("2026-00-10", false);
        check("2026-11-31", false);
        check("26-11-25", false);
        check("2026-11-25 ", false);
        check("2026/11/25", false);
    }
}
