use chrono::{DateTime, Utc};
use server::ports::{Clock, Randomness};

use super::{State, World};
use crate::chance::Chance;

/// 22 November 2026, midnight UTC, in milliseconds.
const DAY_MS: i64 = 1_795_305_600_000;
const MINUTE_MS: u64 = 60_000;

/// Some time of a day, often shortly before midnight in Kazakhstan (19:00 UTC).
pub(super) fn start(chance: &mut Chance) -> i64 {
    let into_day = if chance.happens(300) {
        18 * 60 * MINUTE_MS + chance.below(60 * MINUTE_MS)
    } else {
        chance.below(24 * 60 * MINUTE_MS)
    };
    DAY_MS + i64::try_from(into_day).unwrap_or(0)
}

impl State {
    /// What the service's clock says, in milliseconds since 1970.
    pub(crate) fn now_ms(&self) -> i64 {
        let passed = i64::try_from(self.passed_ms).unwrap_or(i64::MAX);
        self.start_ms
            .saturating_add(passed)
            .saturating_add(self.skew_ms)
    }

    /// What the service's clock says.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.now_ms()).unwrap_or_default()
    }

    /// Sets the service's clock, as a time server or an administrator would.
    pub(crate) fn jump(&mut self, by_ms: i64) {
        self.skew_ms += by_ms;
        self.tell(|| format!("the clock jumps by {by_ms} ms"));
        self.look_at_the_clock();
    }

    pub(crate) fn look_at_the_clock(&mut self) {
        self.latest_ms = self.latest_ms.max(self.now_ms());
    }
}

impl Clock for World {
    fn now(&self) -> DateTime<Utc> {
        self.state().now()
    }
}

impl Randomness for World {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), String> {
        self.state().chance.fill(bytes);
        Ok(())
    }
}
