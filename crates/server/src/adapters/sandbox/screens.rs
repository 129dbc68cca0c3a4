use std::sync::PoisonError;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Sandbox;
use crate::ports::Clock;

/// How many codes are remembered.
const MOST: usize = 20;

/// A QR code on a screen, as a telephone's camera sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownCode {
    /// What the code says: `mobileSign:` and an address.
    pub link: String,
    /// The first instant at which it is dead.
    pub expires_at: DateTime<Utc>,
}

impl Sandbox {
    /// A screen shows a code from now on.
    pub fn show_code(&self, code: ShownCode) {
        let mut codes = self.screens.lock().unwrap_or_else(PoisonError::into_inner);
        codes.retain(|other| other.link != code.link);
        codes.insert(0, code);
        codes.truncate(MOST);
    }

    /// The codes that are on screens and alive, the newest first.
    #[must_use]
    pub fn codes_shown(&self) -> Vec<ShownCode> {
        let now = self.now();
        let codes = self.screens.lock().unwrap_or_else(PoisonError::into_inner);
        let alive = codes.iter().filter(|code| now < code.expires_at);
        alive.cloned().collect()
    }
}
