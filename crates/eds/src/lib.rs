//! Kazakhstan's national digital signatures.

pub mod algorithm;
pub mod certificate;
mod chain;
mod evidence;
pub mod gost;
mod message;
#[cfg(test)]
mod national;
pub mod oid;
mod refusal;
mod report;
mod request;
mod revocation;
pub mod rsa;
mod signer;
#[cfg(feature = "issue")]
pub mod signing;
mod strict;
mod time;
mod timestamp;
mod trust;
mod verify;

pub use certificate::{Certificate, Subject};
pub use evidence::{Evidence, EvidenceError};
pub use refusal::{CertificateFault, CrlFault, Kind, Material, OcspFault, Refusal, TimestampFault};
pub use report::{Check, CheckName, Outcome, Report, Signer};
pub use request::{Content, Purpose, Request, Revocation};
pub use strict::Encoding;
pub use time::{NoTime, Time};
pub use trust::{Trust, TrustError};
pub use verify::verify;
