//! One certificate (RFC 5280), parsed and held to what is needed of it.

mod subject;

pub use subject::Subject;

use std::fmt;

use der::{Decode, Encode};
use spki::SubjectPublicKeyInfoOwned;
use x509_cert::certificate::Version;
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, BasicConstraints, CertificatePolicies, ExtendedKeyUsage, KeyUsage,
    SubjectKeyIdentifier,
};

use crate::algorithm::{Digest, PublicKey, SignatureAlgorithm, SignatureFault};
use crate::oid::{self, ObjectIdentifier};
use crate::refusal::CertificateFault;
use crate::strict::{self, Encoding};
use crate::time::Time;

/// Bytes of the largest certificate that is looked at.
const SIZE: usize = 16 * 1024;

/// Critical extensions that are understood; whatever else is critical is refused.
const UNDERSTOOD: [ObjectIdentifier; 6] = [
    oid::KEY_USAGE,
    oid::BASIC_CONSTRAINTS,
    oid::EXTENDED_KEY_USAGE,
    oid::CERTIFICATE_POLICIES,
    oid::SUBJECT_KEY_IDENTIFIER,
    oid::AUTHORITY_KEY_IDENTIFIER,
];

/// A certificate of version 3 with a key of a kind that is taken. That it is to be trusted is
/// another question.
#[derive(Clone)]
pub struct Certificate {
    der: Vec<u8>,
    signed: std::ops::Range<usize>,
    pub(crate) serial: Vec<u8>,
    /// Names, as DER.
    pub(crate) issuer: Vec<u8>,
    pub(crate) subject_der: Vec<u8>,
    pub(crate) key_bytes: Vec<u8>,
    subject: Subject,
    not_before: Time,
    not_after: Time,
    algorithm: SignatureAlgorithm,
    signature: Vec<u8>,
    key: PublicKey,
    pub(crate) authority: Option<BasicConstraints>,
    pub(crate) key_usage: Option<KeyUsage>,
    pub(crate) purposes: Vec<ObjectIdentifier>,
    policies: Vec<ObjectIdentifier>,
    pub(crate) key_identifier: Option<Vec<u8>>,
    pub(crate) issuer_key_identifier: Option<Vec<u8>>,
}

/// Says which certificate it is, and not whose: this ends up in logs.
impl fmt::Debug for Certificate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Certificate")
            .field("serial_number", &self.serial_number())
            .field("fingerprint", &self.fingerprint())
            .finish_non_exhaustive()
    }
}

/// The one extension of this kind.
fn extension<'a, T: Decode<'a>>(
    extensions: &'a [Extension],
    oid: ObjectIdentifier,
) -> Result<Option<T>, CertificateFault> {
    extensions
        .iter()
        .find(|extension| extension.extn_id == oid)
        .map(|extension| T::from_der(extension.extn_value.as_bytes()))
        .transpose()
        .map_err(|_| CertificateFault::ExtensionMalformed)
}

impl Certificate {
    /// Parses a certificate of strict DER.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn from_der(bytes: &[u8]) -> Result<Self, CertificateFault> {
        let malformed = CertificateFault::Malformed;
        if bytes.len() > SIZE {
            return Err(malformed(Encoding::Structure));
        }
        strict::check(bytes).map_err(malformed)?;
        let parsed =
            x509_cert::Certificate::from_der(bytes).map_err(|_| malformed(Encoding::Structure))?;
        // What is parsed and what is hashed are then the same.
        if parsed.to_der().ok().as_deref() != Some(bytes) {
            return Err(malformed(Encoding::NotCanonical));
        }
        let outer = strict::only(bytes).map_err(malformed)?;
        let signed = strict::next(&mut &*outer.content).map_err(malformed)?.whole;
        let start = bytes.len() - outer.content.len();

        let tbs = parsed.tbs_certificate();
        if tbs.version() != Version::V3 {
            return Err(CertificateFault::Version);
        }
        if tbs.signature() != parsed.signature_algorithm() {
            return Err(CertificateFault::Signature(
                SignatureFault::AlgorithmsDisagree,
            ));
        }
        let algorithm = SignatureAlgorithm::of(parsed.signature_algorithm())
            .map_err(CertificateFault::Signature)?;
        let info: &SubjectPublicKeyInfoOwned = tbs.subject_public_key_info();
        let key = PublicKey::of(info).map_err(CertificateFault::Signature)?;
        let der_of = |name: &x509_cert::name::Name| {
            name.to_der().map_err(|_| malformed(Encoding::Structure))
        };

        let extensions = tbs.extensions().map_or(&[][..], Vec::as_slice);
        for (at, extension) in extensions.iter().enumerate() {
            let oid = extension.extn_id;
            if extensions[..at].iter().any(|other| other.extn_id == oid) {
                return Err(CertificateFault::ExtensionDoubled);
            }
            if extension.critical && !UNDERSTOOD.contains(&oid) {
                return Err(CertificateFault::CriticalExtensionUnknown);
            }
        }
        let identifier =
            extension::<SubjectKeyIdentifier>(extensions, oid::SUBJECT_KEY_IDENTIFIER)?;
        let issuer_identifier =
            extension::<AuthorityKeyIdentifier>(extensions, oid::AUTHORITY_KEY_IDENTIFIER)?;
        let purposes = extension::<ExtendedKeyUsage>(extensions, oid::EXTENDED_KEY_USAGE)?;
        let policies = extension::<CertificatePolicies>(extensions, oid::CERTIFICATE_POLICIES)?;
        Ok(Self {
            signed: start..start + signed.len(),
            serial: tbs.serial_number().as_bytes().to_vec(),
            issuer: der_of(tbs.issuer())?,
            subject_der: der_of(tbs.subject())?,
            key_bytes: info.subject_public_key.raw_bytes().to_vec(),
            subject: Subject::of(tbs.subject()),
            not_before: Time::of(tbs.validity().not_before.to_unix_duration()),
            not_after: Time::of(tbs.validity().not_after.to_unix_duration()),
            algorithm,
            signature: parsed
                .signature()
                .as_bytes()
                .ok_or(CertificateFault::Signature(SignatureFault::SignatureLength))?
                .to_vec(),
            key,
            authority: extension(extensions, oid::BASIC_CONSTRAINTS)?,
            key_usage: extension(extensions, oid::KEY_USAGE)?,
            purposes: purposes.map(|usage| usage.0).unwrap_or_default(),
            policies: policies
                .map(|policies| {
                    policies
                        .0
                        .iter()
                        .map(|policy| policy.policy_identifier)
                        .collect()
                })
                .unwrap_or_default(),
            key_identifier: identifier.map(|identifier| identifier.0.into_bytes().into_vec()),
            issuer_key_identifier: issuer_identifier
                .and_then(|identifier| identifier.key_identifier)
                .map(|identifier| identifier.into_bytes().into_vec()),
            der: bytes.to_vec(),
        })
    }

    /// The certificate, as it was parsed.
    #[must_use]
    pub fn as_der(&self) -> &[u8] {
        &self.der
    }

    /// Whose certificate it is.
    #[must_use]
    pub fn subject(&self) -> &Subject {
        &self.subject
    }

    /// Its number at its issuer, in upper-case hexadecimal digits.
    #[must_use]
    pub fn serial_number(&self) -> String {
        hex(&self.serial)
    }

    /// SHA-256 of the certificate, in upper-case hexadecimal digits.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        hex(&Digest::Sha256.of_bytes(&self.der))
    }

    /// The first second at which it is valid.
    #[must_use]
    pub fn not_before(&self) -> Time {
        self.not_before
    }

    /// The last second at which it is valid.
    #[must_use]
    pub fn not_after(&self) -> Time {
        self.not_after
    }

    /// The key that it vouches for.
    #[must_use]
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// The policies under which it was issued.
    #[must_use]
    pub fn policies(&self) -> &[ObjectIdentifier] {
        &self.policies
    }

    /// Extended key usages: what it is for.
    #[must_use]
    pub fn purposes(&self) -> &[ObjectIdentifier] {
        &self.purposes
    }

    /// Is this certificate its subject's own word for its key?
    pub(crate) fn names_itself_as_issuer(&self) -> bool {
        self.issuer == self.subject_der
    }

    /// Could `issuer` have issued this, by names and key identifiers?
    pub(crate) fn names(&self, issuer: &Self) -> bool {
        let identifiers = self
            .issuer_key_identifier
            .iter()
            .zip(&issuer.key_identifier);
        self.issuer == issuer.subject_der
            && identifiers.into_iter().all(|(named, found)| named == found)
    }

    /// Is the signature on this certificate the issuer's?
    pub(crate) fn signed_by(&self, issuer: &Self) -> Result<(), SignatureFault> {
        let signed = &self.der[self.signed.clone()];
        self.algorithm.verify(&issuer.key, signed, &self.signature)
    }

    /// Is it valid at this time?
    pub(crate) fn valid_at(&self, at: Time) -> Result<(), CertificateFault> {
        if at < self.not_before {
            Err(CertificateFault::NotYetValid)
        } else if at > self.not_after {
            Err(CertificateFault::Expired)
        } else {
            Ok(())
        }
    }
}

/// Upper-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}
