//! Faults of timestamps.

use thiserror::Error;

use super::CertificateFault;
use crate::algorithm::SignatureFault;

/// What is wrong with a timestamp (RFC 3161).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TimestampFault {
    /// None there, though one is demanded.
    #[error("there is no timestamp")]
    Missing,
    /// The service refused.
    #[error("the service did not grant a timestamp")]
    NotGranted,
    /// Something else than a timestamp is signed.
    #[error("something else than a timestamp is signed")]
    NotTimestamp,
    /// Not exactly one signer.
    #[error("the timestamp has not exactly one signer")]
    Signers,
    /// Over something else.
    #[error("the timestamp is over something else")]
    ImprintMismatch,
    /// Over a digest that is not taken.
    #[error("the timestamp is over a digest that is not taken")]
    ImprintNotAllowed,
    /// Under a policy that is not accepted.
    #[error("the timestamp is given under no accepted policy")]
    PolicyNotAllowed,
    /// The signed attributes are not in order.
    #[error("the timestamp's signed attributes are not in order")]
    Attributes,
    /// The timestamp was altered after it was signed.
    #[error("the timestamp was altered")]
    DigestMismatch,
    /// The signature on it.
    #[error("the timestamp: {0}")]
    Signature(SignatureFault),
    /// The certificate that the signature is bound to is another, or is missing.
    #[error("the timestamp's certificate is missing, or is another than was signed")]
    SignerCertificate,
    /// The service's certificate is not in order.
    #[error("the timestamping service: {0}")]
    Signer(CertificateFault),
    /// From a later time.
    #[error("the timestamp is from a later time")]
    FromTheFuture,
    /// From a time at which the signer's certificate was not valid.
    #[error("at the time of the timestamp, the signer's certificate was not valid")]
    OutsideValidity,
}

impl TimestampFault {
    pub(super) fn code(self) -> String {
        match self {
            Self::Signer(fault) => return format!("signer.{}", fault.code()),
            Self::Signature(fault) => return fault.code().into(),
            Self::Missing => "missing",
            Self::NotGranted => "not_granted",
            Self::NotTimestamp => "not_timestamp",
            Self::Signers => "signers",
            Self::ImprintMismatch => "imprint_mismatch",
            Self::ImprintNotAllowed => "imprint_not_allowed",
            Self::PolicyNotAllowed => "policy_not_allowed",
            Self::Attributes => "attributes",
            Self::DigestMismatch => "digest_mismatch",
            Self::SignerCertificate => "signer_certificate",
            Self::FromTheFuture => "from_the_future",
            Self::OutsideValidity => "outside_validity",
        }
        .into()
    }
}
