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
mod cli_dmn;
mod cli_explain;
mod codes;
mod configuration;
mod consents;
mod description;
mod durability;
mod eds;
mod explanation;
mod idempotency;
mod journeys;
mod keys;
mod keys_forgotten;
mod killed;
mod log;
mod no_sandbox;
mod operator;
mod page;
mod policy_folder;
mod privacy;
mod races;
mod readiness;
mod refusals;
mod registers;
mod security_txt;
mod staff;
mod store;
mod support;
mod traces;
mod two_servers;
