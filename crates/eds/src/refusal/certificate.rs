//! Faults of certificates.

use thiserror::Error;

use crate::algorithm::SignatureFault;
use crate::strict::Encoding;

/// What is wrong with a certificate or the way from it to a pinned authority.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CertificateFault {
    /// The bytes are no certificate.
    #[error("the certificate is malformed: {0}")]
    Malformed(Encoding),
    /// Not of version 3.
    #[error("the certificate is not of version 3")]
    Version,
    /// The same extension twice.
    #[error("an extension stands in the certificate twice")]
    ExtensionDoubled,
    /// An extension that must be understood and is not.
    #[error("the certificate has a critical extension that is not known")]
    CriticalExtensionUnknown,
    /// An extension cannot be read.
    #[error("an extension of the certificate is malformed")]
    ExtensionMalformed,
    /// No pinned authority, and none that one vouches for, has issued it.
    #[error("no trusted authority has issued the certificate")]
    IssuerUnknown,
    /// More than six certificates to the authority.
    #[error("the way to the authority is too long")]
    ChainTooLong,
    /// Issued by somebody who is no authority.
    #[error("the certificate is issued by somebody who is no authority")]
    IssuerNotAuthority,
    /// Issued with a key that is not for certificates.
    #[error("the issuer's key is not for signing certificates")]
    IssuerMayNotSign,
    /// There are more authorities below one than it allows.
    #[error("there are more authorities in the way than its issuer allows")]
    PathLengthExceeded,
    /// The issuer's signature on it, or the key in it.
    #[error("the certificate: {0}")]
    Signature(SignatureFault),
    /// Its time is over.
    #[error("the certificate has expired")]
    Expired,
    /// Its time has not begun.
    #[error("the certificate is not yet valid")]
    NotYetValid,
    /// An issuer's time is over.
    #[error("an issuer's certificate has expired")]
    IssuerExpired,
    /// An issuer's time has not begun.
    #[error("an issuer's certificate is not yet valid")]
    IssuerNotYetValid,
    /// A certificate for signing in was used to sign.
    #[error("the certificate is for signing in, not for signing")]
    IsForSigningIn,
    /// A certificate for signing was used to sign in.
    #[error("the certificate is for signing, not for signing in")]
    IsForSigning,
    /// The extended key usage does not name what the certificate is used for.
    #[error("the certificate is not for this purpose")]
    Purpose,
    /// The key usage does not allow what the key was used for.
    #[error("the key usage does not allow this")]
    KeyUsage,
    /// Issued under no policy that is accepted.
    #[error("the certificate is issued under no accepted policy")]
    PolicyNotAllowed,
    /// Revoked.
    #[error("the certificate is revoked")]
    Revoked,
    /// Revoked for the time being (`certificateHold`).
    #[error("the certificate is suspended")]
    Suspended,
    /// An issuer's certificate is revoked.
    #[error("an issuer's certificate is revoked")]
    IssuerRevoked,
}

impl CertificateFault {
    pub(super) fn code(self) -> String {
        match self {
            Self::Malformed(encoding) => return format!("malformed.{}", encoding.code()),
            Self::Signature(fault) => return fault.code().into(),
            Self::Version => "version",
            Self::ExtensionDoubled => "extension_doubled",
            Self::CriticalExtensionUnknown => "critical_extension_unknown",
            Self::ExtensionMalformed => "extension_malformed",
            Self::IssuerUnknown => "issuer_unknown",
            Self::ChainTooLong => "chain_too_long",
            Self::IssuerNotAuthority => "issuer_not_authority",
            Self::IssuerMayNotSign => "issuer_may_not_sign",
            Self::PathLengthExceeded => "path_length_exceeded",
            Self::Expired => "expired",
            Self::NotYetValid => "not_yet_valid",
            Self::IssuerExpired => "issuer_expired",
            Self::IssuerNotYetValid => "issuer_not_yet_valid",
            Self::IsForSigningIn => "is_for_signing_in",
            Self::IsForSigning => "is_for_signing",
            Self::Purpose => "purpose",
            Self::KeyUsage => "key_usage",
            Self::PolicyNotAllowed => "policy_not_allowed",
            Self::Revoked => "revoked",
            Self::Suspended => "suspended",
            Self::IssuerRevoked => "issuer_revoked",
        }
        .into()
    }
}
