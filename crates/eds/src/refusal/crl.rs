//! Faults of CRLs.

use thiserror::Error;

use crate::algorithm::SignatureFault;

/// What is wrong with a list of revoked certificates (RFC 5280).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CrlFault {
    /// Of another issuer.
    #[error("the CRL is of another authority")]
    OtherIssuer,
    /// The issuer's key is not for lists.
    #[error("the issuer's key is not for signing CRLs")]
    IssuerMayNotSign,
    /// The signature on it.
    #[error("the CRL: {0}")]
    Signature(SignatureFault),
    /// Its time is over.
    #[error("the CRL is too old")]
    Old,
    /// From a later time.
    #[error("the CRL is from a later time")]
    FromTheFuture,
    /// It is not the whole list, or has a critical extension that is not known.
    #[error("the CRL is not a whole list, or has a critical extension that is not known")]
    NotComplete,
}

impl CrlFault {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Signature(fault) => fault.code(),
            Self::OtherIssuer => "other_issuer",
            Self::IssuerMayNotSign => "issuer_may_not_sign",
            Self::Old => "old",
            Self::FromTheFuture => "from_the_future",
            Self::NotComplete => "not_complete",
        }
    }
}
