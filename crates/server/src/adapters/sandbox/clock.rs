use std::sync::atomic::Ordering;

use chrono::{DateTime, TimeDelta, Utc};

use super::{JournalError, Sandbox};
use crate::ports::Clock;

/// The furthest that one move of the clock goes: 366 days.
pub const MOST_FORWARD_SECONDS: u32 = 366 * 24 * 60 * 60;

/// Nobody needs to move the clock by more than a hundred years in all.
const MOST_FORWARD_IN_ALL_MS: i64 = 100 * 366 * 24 * 60 * 60 * 1000;

impl Clock for Sandbox {
    fn now(&self) -> DateTime<Utc> {
        let now = self.machine.now();
        let forward = TimeDelta::milliseconds(self.forward_ms.load(Ordering::Acquire));
        now.checked_add_signed(forward).unwrap_or(now)
    }
}

impl Sandbox {
    /// By how much the sandbox clock is ahead of the machine's.
    #[must_use]
    pub fn ahead(&self) -> TimeDelta {
        TimeDelta::milliseconds(self.forward_ms.load(Ordering::Acquire))
    }

    /// Moves the clock forward, for good: after a restart it is as far ahead. Whoever waits for
    /// something to become due has to be told by the caller.
    ///
    /// # Errors
    /// [`JournalError`] where the move cannot be kept; the clock then stays.
    pub async fn move_forward(&self, seconds: u32) -> Result<(), JournalError> {
        let by_ms = i64::from(seconds.min(MOST_FORWARD_SECONDS)) * 1000;
        let room = MOST_FORWARD_IN_ALL_MS - self.forward_ms.load(Ordering::Acquire);
        let forward_ms = self.journal.move_forward(by_ms.min(room)).await?;
        self.forward_ms.fetch_max(forward_ms, Ordering::AcqRel);
        self.changed();
        Ok(())
    }
}
