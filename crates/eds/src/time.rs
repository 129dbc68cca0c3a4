//! Points in time, to the second, as they stand in certificates and messages.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use der::DateTime;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

/// Seconds since 1970-01-01T00:00:00Z. Written as RFC 3339 in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(i64);

/// A text is no time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a time is written as 2026-11-25T09:00:00Z, as 2026-11-25, or in seconds since 1970")]
pub struct NoTime;

impl Time {
    /// The time so many seconds after 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn from_unix(seconds: i64) -> Self {
        Self(seconds)
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn unix(self) -> i64 {
        self.0
    }

    /// So many seconds later, or earlier.
    #[must_use]
    pub fn plus(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds))
    }

    /// A time as DER has it.
    pub(crate) fn of(duration: Duration) -> Self {
        Self(i64::try_from(duration.as_secs()).unwrap_or(i64::MAX))
    }
}

impl fmt::Display for Time {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = u64::try_from(self.0)
            .ok()
            .and_then(|seconds| DateTime::from_unix_duration(Duration::from_secs(seconds)).ok());
        match date {
            Some(date) => date.fmt(formatter),
            None => write!(formatter, "{} s", self.0),
        }
    }
}

impl FromStr for Time {
    type Err = NoTime;

    fn from_str(text: &str) -> Result<Self, NoTime> {
        if let Ok(seconds) = text.parse() {
            return Ok(Self(seconds));
        }
        let date = if text.len() == 10 {
            format!("{text}T00:00:00Z").parse::<DateTime>()
        } else {
            text.parse()
        };
        Ok(Self::of(date.map_err(|_| NoTime)?.unix_duration()))
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}
