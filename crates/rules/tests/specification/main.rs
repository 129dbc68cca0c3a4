//! What the engine promises, told by examples and by properties.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod because;
mod cells;
mod chains;
mod errors;
mod fixture;
mod hit_policies;
mod in_force;
mod knowledge;
mod oracle;
mod prepared;
mod properties;
mod robustness;
