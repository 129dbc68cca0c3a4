use der::Encode;

use super::name::Name;
use super::write::{bits, context, element, extension, instant, integer, octets, sequence, small};
use crate::algorithm::Digest;
use crate::oid::{self, ObjectIdentifier};
use crate::signing::{PrivateKey, SigningError};
use crate::time::Time;

const DIGITAL_SIGNATURE: u8 = 0x80;
const NON_REPUDIATION: u8 = 0x40;
const CERT_SIGN: u8 = 0x04;
const CRL_SIGN: u8 = 0x02;

/// What a certificate is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Use {
    /// Issues other authorities' certificates.
    Root,
    /// Issues certificates of people and services.
    Intermediate,
    /// A natural person signs documents.
    Sign,
    /// A natural person signs in.
    SignIn,
    /// Answers whether certificates are revoked.
    Ocsp,
    /// Stamps the time.
    Timestamps,
}

/// A certificate before it is signed.
#[derive(Clone, Debug)]
pub struct Template<'a> {
    /// Whom it is about.
    pub subject: &'a Name,
    /// What it is for.
    pub used_for: Use,
    /// The first second at which it is valid.
    pub from: Time,
    /// The last second at which it is valid.
    pub until: Time,
}

/// The first 160 bits of a SHA-256 (RFC 7093, method 1).
fn short(parts: &[&[u8]]) -> Vec<u8> {
    let mut digest = Digest::Sha256.of_bytes(&parts.concat());
    digest.truncate(20);
    digest
}

impl Template<'_> {
    /// Signs the certificate. The serial number follows from the contents, so that the same
    /// certificate comes out whenever it is made.
    pub(super) fn signed(
        &self,
        key: &PrivateKey,
        issuer: &Name,
        issuer_key: &PrivateKey,
    ) -> Result<Vec<u8>, SigningError> {
        let info = key.public_key_info()?;
        let info_der = info.to_der()?;
        let validity = sequence(&[instant(self.from)?, instant(self.until)?]);
        let purpose = self.extensions(&info.algorithm.oid)?;
        let mut serial = short(&[&info_der, &validity, &self.subject.der(), &purpose.concat()]);
        // Positive, and of twenty bytes whatever comes.
        if let Some(first) = serial.first_mut() {
            *first = *first & 0x3F | 0x40;
        }
        let identifier = |key: &PrivateKey| {
            let info = key.public_key_info()?;
            Ok::<_, SigningError>(short(&[info.subject_public_key.raw_bytes()]))
        };
        let mut extensions = vec![
            extension(
                oid::SUBJECT_KEY_IDENTIFIER,
                false,
                &octets(&identifier(key)?),
            )?,
            extension(
                oid::AUTHORITY_KEY_IDENTIFIER,
                false,
                &sequence(&[element(0x80, &identifier(issuer_key)?)]),
            )?,
        ];
        extensions.extend(purpose);
        let algorithm = issuer_key.signature_algorithm().to_der()?;
        let contents = sequence(&[
            context(0, &small(2)),
            integer(&serial),
            algorithm.clone(),
            issuer.der(),
            validity,
            self.subject.der(),
            info_der,
            context(3, &sequence(&extensions)),
        ]);
        let signature = bits(&issuer_key.sign(&contents)?);
        Ok(sequence(&[contents, algorithm, signature]))
    }

    /// What tells for what the certificate is.
    fn extensions(&self, key: &ObjectIdentifier) -> Result<Vec<Vec<u8>>, SigningError> {
        let rsa = *key == oid::RSA_KEY;
        let policy = |rsa_policy| {
            if rsa {
                rsa_policy
            } else {
                oid::NATIONAL_POLICIES
            }
        };
        match self.used_for {
            Use::Root => Ok(vec![authority(None)?, key_usage(CERT_SIGN | CRL_SIGN)?]),
            Use::Intermediate => Ok(vec![authority(Some(0))?, key_usage(CERT_SIGN | CRL_SIGN)?]),
            Use::Sign => Ok(vec![
                key_usage(DIGITAL_SIGNATURE | NON_REPUDIATION)?,
                purposes(&[oid::EMAIL_PROTECTION, oid::INDIVIDUAL], false)?,
                policies(policy(oid::POLICY_RSA_SIGN))?,
            ]),
            Use::SignIn => Ok(vec![
                key_usage(DIGITAL_SIGNATURE)?,
                purposes(&[oid::CLIENT_AUTH, oid::INDIVIDUAL], false)?,
                policies(policy(oid::POLICY_RSA_SIGN_IN))?,
            ]),
            Use::Ocsp => Ok(vec![
                key_usage(DIGITAL_SIGNATURE)?,
                purposes(&[oid::OCSP_SIGNING], false)?,
            ]),
            Use::Timestamps => Ok(vec![
                key_usage(DIGITAL_SIGNATURE)?,
                purposes(&[oid::TIME_STAMPING], true)?,
            ]),
        }
    }
}

/// May issue certificates; below it may stand so many authorities.
fn authority(below: Option<u8>) -> Result<Vec<u8>, SigningError> {
    let mut parts = vec![true.to_der()?];
    parts.extend(below.map(small));
    extension(oid::BASIC_CONSTRAINTS, true, &sequence(&parts))
}

/// The bits of RFC 5280, section 4.2.1.3, from the left.
fn key_usage(usage: u8) -> Result<Vec<u8>, SigningError> {
    let unused = usage.trailing_zeros().to_le_bytes()[0];
    extension(oid::KEY_USAGE, true, &element(0x03, &[unused, usage]))
}

fn purposes(purposes: &[ObjectIdentifier], critical: bool) -> Result<Vec<u8>, SigningError> {
    let purposes = purposes.iter().map(Encode::to_der);
    let purposes = purposes.collect::<Result<Vec<_>, _>>()?;
    extension(oid::EXTENDED_KEY_USAGE, critical, &sequence(&purposes))
}

fn policies(policy: ObjectIdentifier) -> Result<Vec<u8>, SigningError> {
    let policies = sequence(&[sequence(&[policy.to_der()?])]);
    extension(oid::CERTIFICATE_POLICIES, false, &policies)
}
