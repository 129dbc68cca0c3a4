//! Faults of answers of OCSP.

use thiserror::Error;

use super::CertificateFault;
use crate::algorithm::SignatureFault;

/// What is wrong with an answer of OCSP (RFC 6960).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum OcspFault {
    /// The responder could not answer.
    #[error("the responder says that it cannot answer")]
    NotSuccessful,
    /// It is about other certificates.
    #[error("the answer is about another certificate")]
    OtherCertificate,
    /// The responder does not know the certificate.
    #[error("the responder does not know the certificate")]
    UnknownCertificate,
    /// Nobody who may has signed it.
    #[error("the answer names a responder whose certificate is not there")]
    ResponderUnknown,
    /// The responder's certificate is not in order.
    #[error("the responder: {0}")]
    Responder(CertificateFault),
    /// The responder was not appointed by the issuer of the certificate.
    #[error("the responder is not appointed by the certificate's issuer")]
    ResponderNotAppointed,
    /// The signature on the answer.
    #[error("the answer: {0}")]
    Signature(SignatureFault),
    /// Too old.
    #[error("the answer is too old")]
    Old,
    /// From a later time.
    #[error("the answer is from a later time")]
    FromTheFuture,
    /// No nonce, though one was sent.
    #[error("the answer carries no nonce")]
    NonceMissing,
    /// Another nonce than was sent.
    #[error("the answer carries another nonce")]
    NonceMismatch,
    /// A critical extension that is not known.
    #[error("the answer has a critical extension that is not known")]
    CriticalExtensionUnknown,
}

impl OcspFault {
    pub(super) fn code(self) -> String {
        match self {
            Self::Responder(fault) => return format!("responder.{}", fault.code()),
            Self::Signature(fault) => return fault.code().into(),
            Self::NotSuccessful => "not_successful",
            Self::OtherCertificate => "other_certificate",
            Self::UnknownCertificate => "unknown_certificate",
            Self::ResponderUnknown => "responder_unknown",
            Self::ResponderNotAppointed => "responder_not_appointed",
            Self::Old => "old",
            Self::FromTheFuture => "from_the_future",
            Self::NonceMissing => "nonce_missing",
            Self::NonceMismatch => "nonce_mismatch",
            Self::CriticalExtensionUnknown => "critical_extension_unknown",
        }
        .into()
    }
}
