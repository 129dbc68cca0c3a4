//! What the engine promises, told by examples and by properties.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod analysis;
mod analysis_properties;
mod because;
mod cells;
mod chains;
mod counterfactual;
mod coverage;
mod diff;
mod errors;
mod explanation;
mod fixture;
mod hit_policies;
mod in_force;
mod knowledge;
mod many_rows;
mod oracle;
mod prepared;
mod properties;
mod questions;
mod robustness;
mod timeline;
