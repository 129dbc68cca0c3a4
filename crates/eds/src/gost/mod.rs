//! GOST R 34.10-2012 (in Kazakhstan GOST 34.10-2015) and, for what was signed before, GOST
//! 34.310-2004: signatures over elliptic curves.
//!
//! The arithmetic is ours, over the numbers of `crypto-bigint`, since no kept package has these
//! curves with 512 bits. It is checked against RFC 7091, the appendix of GOST R 34.10-2012 and what
//! the national certification authority has signed.

mod curves;
mod field;
mod key;
mod multiply;
mod point;
#[cfg(any(test, feature = "issue"))]
mod sign;
#[cfg(test)]
mod vectors;
mod verify;

pub use key::{Curve, PublicKey};
#[cfg(any(test, feature = "issue"))]
pub(crate) use sign::{public_key, sign};
pub use verify::Wrong;
