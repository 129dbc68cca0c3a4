//! What the crate promises, told by models of its own and by properties.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod bad_input;
mod hit_policies;
mod importing;
mod kit;
mod random_policy;
mod robustness;
mod round_trip;
