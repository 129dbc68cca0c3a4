//! The policy as the browser evaluates it, for tests that hold it against the policy cases and
//! against the server, and for measurements. The citizens' page does not carry this module.

#[cfg(feature = "whole")]
mod analysis;
#[cfg(feature = "whole")]
mod case;
mod engine;
#[cfg(feature = "whole")]
mod judge;
#[cfg(feature = "whole")]
mod tables;
