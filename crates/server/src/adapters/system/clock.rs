use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, Utc};

use crate::ports::Clock;

/// The machine's clock, the one place that reads it.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(
        clippy::disallowed_methods,
        reason = "this is the place from which the clock is passed in"
    )]
    fn now(&self) -> DateTime<Utc> {
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .ok()
            .and_then(|since| i64::try_from(since.as_millis()).ok())
            .and_then(DateTime::from_timestamp_millis)
            .unwrap_or(DateTime::UNIX_EPOCH)
    }
}
