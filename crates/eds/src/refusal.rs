//! Why something is refused: each forgery has a reason of its own.

use std::fmt;

use serde::{Serialize, Serializer};
use thiserror::Error;

use crate::algorithm::SignatureFault;
use crate::strict::Encoding;

/// What the bytes are that were handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Material {
    /// The signed message.
    Cms,
    /// A certificate.
    Certificate,
    /// A list of revoked certificates.
    Crl,
    /// An answer of OCSP.
    Ocsp,
    /// A timestamp.
    Timestamp,
}

impl Material {
    fn code(self) -> &'static str {
        match self {
            Self::Cms => "cms",
            Self::Certificate => "certificate",
            Self::Crl => "crl",
            Self::Ocsp => "ocsp",
            Self::Timestamp => "timestamp",
        }
    }
}

impl fmt::Display for Material {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Cms => "the signed message",
            Self::Certificate => "a certificate",
            Self::Crl => "the CRL",
            Self::Ocsp => "the answer of OCSP",
            Self::Timestamp => "the timestamp",
        })
    }
}

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
    fn code(self) -> String {
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
    fn code(self) -> String {
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
    fn code(self) -> &'static str {
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
    fn code(self) -> String {
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

/// Why a signed message is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Refusal {
    /// More bytes than are looked at.
    #[error("{0} is too large")]
    TooLarge(Material),
    /// Not strict DER, or not of the right kind.
    #[error("{0} is malformed: {1}")]
    Malformed(Material, Encoding),
    /// The message is of another type than signed data.
    #[error("the message is not signed data")]
    NotSignedData,
    /// A version of CMS that is not known.
    #[error("the message has an unknown version")]
    Version,
    /// Nobody has signed.
    #[error("nobody has signed")]
    NoSigner,
    /// More than one has signed, where exactly one is demanded.
    #[error("more than one person has signed")]
    SeveralSigners,
    /// More signers than are looked at.
    #[error("there are too many signers")]
    TooManySigners,
    /// More certificates than are looked at.
    #[error("there are too many certificates")]
    TooManyCertificates,
    /// The message brings contents of its own, though the signature is to be over ours.
    #[error("the message brings contents of its own")]
    ContentCarried,
    /// The message brings no contents, and none were given.
    #[error("there are no contents that could be signed")]
    ContentMissing,
    /// What is signed is of another type than data.
    #[error("what is signed is not data")]
    ContentTypeNotTaken,
    /// The digest is not on the list.
    #[error("the digest is not taken")]
    DigestNotAllowed,
    /// The digest is not among those that the message announces.
    #[error("the digest is not among those that the message announces")]
    DigestNotAnnounced,
    /// No signed attributes.
    #[error("the signed attributes are missing")]
    AttributesMissing,
    /// No attribute contentType.
    #[error("the signed type of contents is missing")]
    ContentTypeMissing,
    /// No attribute messageDigest.
    #[error("the signed digest is missing")]
    MessageDigestMissing,
    /// An attribute twice.
    #[error("a signed attribute is there twice")]
    AttributeDoubled,
    /// An attribute with several values, or none.
    #[error("a signed attribute has not exactly one value")]
    AttributeValues,
    /// An attribute cannot be read.
    #[error("a signed attribute is malformed")]
    AttributeMalformed,
    /// The attributes are not in DER, so that others could read them differently.
    #[error("the signed attributes are not in canonical order")]
    AttributesNotCanonical,
    /// The signed type is another than that of the contents.
    #[error("the signed type of contents is another than the message's")]
    ContentTypeMismatch,
    /// The contents are others than were signed.
    #[error("other contents were signed")]
    DigestMismatch,
    /// The time that the signer claims is too far from the time of verification.
    #[error("the signer claims to have signed at another time")]
    SigningTime,
    /// The signer's certificate is not in the message.
    #[error("the signer's certificate is missing")]
    SignerCertificateMissing,
    /// Two certificates could be the signer's.
    #[error("two certificates could be the signer's")]
    SignerCertificateAmbiguous,
    /// The signer's signature.
    #[error("the signature: {0}")]
    Signature(SignatureFault),
    /// The signer's certificate.
    #[error("{0}")]
    Certificate(CertificateFault),
    /// The certificate names no person, or in a form that is not known.
    #[error("the certificate names no person by number")]
    PersonMissing,
    /// The certificate is another person's.
    #[error("the certificate is another person's")]
    OtherPerson,
    /// Nothing says whether the certificate was revoked.
    #[error("nothing says whether the certificate was revoked")]
    RevocationUnknown,
    /// The answer of OCSP.
    #[error("{0}")]
    Ocsp(OcspFault),
    /// The list of revoked certificates.
    #[error("{0}")]
    Crl(CrlFault),
    /// The timestamp.
    #[error("{0}")]
    Timestamp(TimestampFault),
}

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
    /// The reason's name, lower case with dots: stable, for codes and JSON.
    #[must_use]
    pub fn code(self) -> String {
        match self {
            Self::TooLarge(material) => return format!("{}.too_large", material.code()),
            Self::Malformed(material, encoding) => {
                return format!("{}.malformed.{}", material.code(), encoding.code());
            }
            Self::Signature(fault) => return format!("signature.{}", fault.code()),
            Self::Certificate(fault) => return format!("certificate.{}", fault.code()),
            Self::Ocsp(fault) => return format!("ocsp.{}", fault.code()),
            Self::Crl(fault) => return format!("crl.{}", fault.code()),
            Self::Timestamp(fault) => return format!("timestamp.{}", fault.code()),
            Self::NotSignedData => "not_signed_data",
            Self::Version => "version",
            Self::NoSigner => "no_signer",
            Self::SeveralSigners => "several_signers",
            Self::TooManySigners => "too_many_signers",
            Self::TooManyCertificates => "too_many_certificates",
            Self::ContentCarried => "content_carried",
            Self::ContentMissing => "content_missing",
            Self::ContentTypeNotTaken => "content_type_not_taken",
            Self::DigestNotAllowed => "digest_not_allowed",
            Self::DigestNotAnnounced => "digest_not_announced",
            Self::AttributesMissing => "attributes_missing",
            Self::ContentTypeMissing => "content_type_missing",
            Self::MessageDigestMissing => "message_digest_missing",
            Self::AttributeDoubled => "attribute_doubled",
            Self::AttributeValues => "attribute_values",
            Self::AttributeMalformed => "attribute_malformed",
            Self::AttributesNotCanonical => "attributes_not_canonical",
            Self::ContentTypeMismatch => "content_type_mismatch",
            Self::DigestMismatch => "digest_mismatch",
            Self::SigningTime => "signing_time",
            Self::SignerCertificateMissing => "signer_certificate_missing",
            Self::SignerCertificateAmbiguous => "signer_certificate_ambiguous",
            Self::PersonMissing => "person_missing",
            Self::OtherPerson => "other_person",
            Self::RevocationUnknown => "revocation_unknown",
        }
        .into()
    }

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

impl Serialize for Refusal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.code())
    }
}
