//! Kazakhstan's national digital signatures, verified without any closed library.
//!
//! [`verify()`] takes a signed message (CMS), the time for which it is judged and what is demanded of
//! it, and gives a [`Report`] that says for each check what was found: encoding, contents, digest,
//! signature, the way to a pinned authority, validity, purpose, policy, person, revocation (CRL,
//! OCSP) and timestamps. Every signer is reported; [`Report::exactly_one`] is for filings, which
//! have one. [`Evidence`] keeps all of it, to be verified again years later.
//!
//! ```
//! use eds::{Content, Encoding, Material, Purpose, Refusal, Request, Trust, verify};
//! use eds::gost::{Curve, PublicKey};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//!
//! // Authorities come from files: `Trust::read_dir(folder)`. Nobody is trusted here.
//! let trust = Trust::new();
//! let at = "2026-11-25T09:00:00Z".parse()?;
//! let cms = [0x30, 0x80, 0x00, 0x00]; // BER, which nobody needs
//! let request = Request::new(&cms, Content::Detached(b"a text"), at, Purpose::Sign);
//! let report = verify(&request, &trust);
//! let refusal = Refusal::Malformed(Material::Cms, Encoding::IndefiniteLength);
//! assert_eq!(report.exactly_one().err(), Some(refusal));
//! assert_eq!(refusal.code(), "cms.malformed.indefinite_length");
//!
//! // The primitives are there too. This point is not on the curve.
//! assert!(PublicKey::new(Curve::Tc26A512, &[7; 128]).is_err());
//! # Ok(())
//! # }
//! ```
//!
//! # Algorithms
//!
//! GOST 34.10-2015 with 512 and 256 bits over Streebog, RSA with SHA-256, and for what was signed
//! until 2024 GOST 34.310-2004. Whatever else a message names is refused.
//!
//! # Signing
//!
//! The feature `issue` adds the module `signing`: keys and signatures for tests and a sandbox. It
//! does not run in constant time and must never hold a key that matters.
//!
//! # What is absent
//!
//! No clock and no randomness; files are read by [`Trust::read_dir`] alone, and nothing is fetched:
//! CRLs, answers of OCSP and timestamps are handed in. No input makes this crate panic, and none
//! makes it work long: sizes, depths and numbers have limits.

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
