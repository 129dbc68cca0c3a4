//! The registers over HTTP: the contract, and what happens when they are not well.

mod contract;
mod description;
mod faults;

use std::{sync::Arc, time::Duration};

use server::adapters::{
    client::Client,
    registers::{BreakerSettings, Patience, Registers},
    system::SystemRandomness,
};

/// Registers at an address, with little patience.
pub fn registers(base: &str, token: Option<&str>) -> Registers {
    let patience = Patience {
        attempt: Duration::from_millis(300),
        entry: Duration::from_millis(300),
        breaker: BreakerSettings {
            failures: 5,
            rest: Duration::from_millis(400),
        },
    };
    let client = Client::new(base, token).unwrap();
    Registers::new(client, patience, Arc::new(SystemRandomness))
}
