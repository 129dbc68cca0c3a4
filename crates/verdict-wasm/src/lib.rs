//! The policy as the browser evaluates it, for tests that hold it against the policy cases and
//! against the server, and for measurements. The citizens' page does not carry this module.

#[cfg(feature = "whole")]
pub mod analysis;
#[cfg(feature = "whole")]
mod case;
pub mod engine;
#[cfg(feature = "whole")]
pub mod judge;
#[cfg(feature = "whole")]
mod tables;
