//! Reasons by what a person can do about them.

use serde::Serialize;

use super::{CertificateFault, Material, Refusal};
use crate::algorithm::SignatureFault;

/// Reasons by what a person can do about them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Kind {
    /// The bytes are not what they should be.
    Malformed,
    /// The signature does not fit, or something was altered.
    Altered,
    /// Not exactly one signature.
    Signers,
    /// An algorithm or a key that is not taken.
    Algorithm,
    /// The certificate's time is over.
    Expired,
    /// The certificate's time has not begun.
    NotYetValid,
    /// The certificate is revoked or suspended.
    Revoked,
    /// It cannot be found out whether the certificate is revoked.
    RevocationUnknown,
    /// No trusted authority vouches for the certificate.
    UnknownAuthority,
    /// The certificate is for something else.
    WrongPurpose,
    /// The certificate is another person's, or no person's.
    OtherPerson,
    /// The timestamp is not in order.
    Timestamp,
}

impl Refusal {
    /// What a person can do about it.
    #[must_use]
    pub fn kind(self) -> Kind {
        use CertificateFault as Fault;
        match self {
            Self::DigestMismatch | Self::ContentCarried | Self::ContentTypeMismatch => {
                Kind::Altered
            }
            Self::Signature(fault) => signature_kind(fault),
            Self::NoSigner | Self::SeveralSigners | Self::TooManySigners => Kind::Signers,
            Self::DigestNotAllowed => Kind::Algorithm,
            Self::Certificate(fault) => match fault {
                Fault::Expired | Fault::IssuerExpired => Kind::Expired,
                Fault::NotYetValid | Fault::IssuerNotYetValid => Kind::NotYetValid,
                Fault::Revoked | Fault::Suspended | Fault::IssuerRevoked => Kind::Revoked,
                Fault::IsForSigning | Fault::IsForSigningIn | Fault::Purpose | Fault::KeyUsage => {
                    Kind::WrongPurpose
                }
                Fault::Signature(fault) => signature_kind(fault),
                Fault::Malformed(_)
                | Fault::Version
                | Fault::ExtensionDoubled
                | Fault::ExtensionMalformed => Kind::Malformed,
                _ => Kind::UnknownAuthority,
            },
            Self::PersonMissing | Self::OtherPerson => Kind::OtherPerson,
            Self::RevocationUnknown | Self::Ocsp(_) | Self::Crl(_) => Kind::RevocationUnknown,
            Self::TooLarge(Material::Ocsp | Material::Crl)
            | Self::Malformed(Material::Ocsp | Material::Crl, _) => Kind::RevocationUnknown,
            Self::Timestamp(_)
            | Self::SigningTime
            | Self::TooLarge(Material::Timestamp)
            | Self::Malformed(Material::Timestamp, _) => Kind::Timestamp,
            _ => Kind::Malformed,
        }
    }
}

fn signature_kind(fault: SignatureFault) -> Kind {
    match fault {
        SignatureFault::Mismatch
        | SignatureFault::NumberOutOfRange
        | SignatureFault::SignatureLength => Kind::Altered,
        _ => Kind::Algorithm,
    }
}
