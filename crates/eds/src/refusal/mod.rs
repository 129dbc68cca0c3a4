//! Why something is refused: each forgery has a reason of its own.

mod certificate;
mod crl;
mod kind;
mod material;
mod ocsp;
mod timestamp;

pub use certificate::CertificateFault;
pub use crl::CrlFault;
pub use kind::Kind;
pub use material::Material;
pub use ocsp::OcspFault;
pub use timestamp::TimestampFault;

use serde::{Serialize, Serializer};
use thiserror::Error;

use crate::algorithm::SignatureFault;
use crate::strict::Encoding;

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
    /// The signature is bound to another certificate than the one it names.
    #[error("the signature is bound to another certificate")]
    SignerCertificateMismatch,
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
            Self::SignerCertificateMismatch => "signer_certificate_mismatch",
            Self::PersonMissing => "person_missing",
            Self::OtherPerson => "other_person",
            Self::RevocationUnknown => "revocation_unknown",
        }
        .into()
    }
}

impl Serialize for Refusal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.code())
    }
}
