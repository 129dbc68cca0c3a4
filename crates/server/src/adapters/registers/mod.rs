//! The state's registers over HTTP, by the contract in `docs/registers.openapi.json`.
//!
//! A question has a time limit, is asked again a few times where it may pass, and each register
//! has a circuit breaker of its own, so that one that is gone costs nobody any waiting.

mod ask;
mod breaker;
pub mod contract;
mod error;
mod ports;
mod retry;

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

pub use breaker::{Breaker, BreakerSettings, Resting};
pub use error::RegisterError;
pub use retry::{ATTEMPTS, pause};

use super::client::Client;
use crate::ports::Randomness;

/// How patient the service is with registers.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For one attempt.
    pub attempt: Duration,
    /// For an entry in the register of residences, for which nobody waits.
    pub entry: Duration,
    /// When to leave a register alone.
    pub breaker: BreakerSettings,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            attempt: Duration::from_secs(2),
            entry: Duration::from_secs(10),
            breaker: BreakerSettings {
                failures: 5,
                rest: Duration::from_secs(5),
            },
        }
    }
}

/// All registers. Cloning is cheap; a clone shares connections and breakers.
#[derive(Clone)]
pub struct Registers {
    client: Client,
    patience: Patience,
    randomness: Arc<dyn Randomness>,
    breakers: Arc<Breakers>,
    since: Instant,
}

/// A breaker for each register.
struct Breakers([Mutex<Breaker>; NAMES.len()]);

/// The registers, as they are named in the log.
const NAMES: [&str; 6] = [
    "population register",
    "address register",
    "real-estate register",
    "register of tenancies",
    "Mobile Citizens Database",
    "residence register",
];

impl Registers {
    /// The registers behind an address.
    #[must_use]
    #[allow(
        clippy::disallowed_methods,
        reason = "pauses between calls are of the machine, not of the service's calendar"
    )]
    pub fn new(client: Client, patience: Patience, randomness: Arc<dyn Randomness>) -> Self {
        let breaker = || Mutex::new(Breaker::new(patience.breaker));
        Self {
            client,
            patience,
            randomness,
            breakers: Arc::new(Breakers(std::array::from_fn(|_| breaker()))),
            since: Instant::now(),
        }
    }

    fn breaker(&self, register: &str) -> MutexGuard<'_, Breaker> {
        let index = NAMES.iter().position(|name| *name == register);
        let [first, ..] = &self.breakers.0;
        let breaker = index.and_then(|index| self.breakers.0.get(index));
        // A breaker is whole after every assignment, so that a poisoned lock is none the worse.
        breaker
            .unwrap_or(first)
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
