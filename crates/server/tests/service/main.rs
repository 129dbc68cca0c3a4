//! The service over HTTP, on a real store, with invented registers.
#![allow(
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests"
)]

mod bad_input;
mod cli;
mod idempotency;
mod journeys;
mod page;
mod privacy;
mod races;
mod store_contract;
mod support;
