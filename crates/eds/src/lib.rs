//! Kazakhstan's national digital signatures.

pub mod algorithm;
pub mod gost;
pub mod oid;
pub mod rsa;
#[cfg(feature = "issue")]
pub mod signing;
