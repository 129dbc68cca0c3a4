use der::asn1::OctetString;
use der::{Decode, Encode};
use spki::AlgorithmIdentifierOwned;

use super::authority::Authority;
use super::write::{
    algorithm, bits, context, element, extension, generalized, integer, octets, sequence,
};
use crate::algorithm::Digest;
use crate::certificate::Certificate;
use crate::oid::{self, ObjectIdentifier};
use crate::signing::SigningError;
use crate::strict::{self, Encoding, tag};
use crate::time::Time;

/// A question about one certificate (RFC 6960, section 4.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OcspQuestion {
    /// The identifier as it was sent, which the answer repeats.
    id: Vec<u8>,
    digest: Option<Digest>,
    issuer_name: Vec<u8>,
    issuer_key: Vec<u8>,
    serial: Vec<u8>,
    /// The nonce without its wrapping.
    nonce: Option<Vec<u8>>,
}

/// What is known of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OcspState {
    /// Not revoked.
    Good,
    /// Revoked.
    Revoked {
        /// Since when.
        since: Time,
    },
    /// Not one of ours.
    Unknown,
}

/// An answer before it is signed.
#[derive(Clone, Copy, Debug)]
pub struct OcspAnswer<'a> {
    /// What was asked.
    pub question: &'a OcspQuestion,
    /// What is known.
    pub state: OcspState,
    /// When.
    pub time: Time,
    /// Who answers.
    pub responder: &'a Authority,
}

impl OcspQuestion {
    /// Asks about a certificate of this issuer; a nonce has 1 to 32 bytes (RFC 8954).
    ///
    /// # Errors
    ///
    /// [`SigningError::Der`].
    pub fn new(
        certificate: &Certificate,
        issuer: &Certificate,
        nonce: Option<Vec<u8>>,
    ) -> Result<Self, SigningError> {
        let digest = Digest::Sha256;
        let issuer_name = digest.of_bytes(&certificate.issuer);
        let issuer_key = digest.of_bytes(&issuer.key_bytes);
        Ok(Self {
            id: sequence(&[
                algorithm(digest.oid())?,
                octets(&issuer_name),
                octets(&issuer_key),
                integer(&certificate.serial),
            ]),
            digest: Some(digest),
            issuer_name,
            issuer_key,
            serial: certificate.serial.clone(),
            nonce,
        })
    }

    /// Reads a request that asks about one certificate.
    ///
    /// # Errors
    ///
    /// What is wrong with the bytes.
    pub fn from_der(bytes: &[u8]) -> Result<Self, Encoding> {
        strict::check(bytes)?;
        let mut outer = strict::only(bytes)?.content;
        let mut parts = strict::expect(&mut outer, tag::SEQUENCE)?.content;
        // Version 1, and whoever asks.
        strict::next_if(&mut parts, tag::CONTEXT_0)?;
        strict::next_if(&mut parts, 0xA1)?;
        let mut list = strict::expect(&mut parts, tag::SEQUENCE)?.content;
        let mut single = strict::expect(&mut list, tag::SEQUENCE)?.content;
        if !list.is_empty() {
            return Err(Encoding::Structure);
        }
        let id = strict::expect(&mut single, tag::SEQUENCE)?;
        let mut named = id.content;
        let algorithm = strict::expect(&mut named, tag::SEQUENCE)?.whole;
        let algorithm =
            AlgorithmIdentifierOwned::from_der(algorithm).map_err(|_| Encoding::Structure)?;
        let issuer_name = strict::expect(&mut named, tag::OCTET_STRING)?.content;
        let issuer_key = strict::expect(&mut named, tag::OCTET_STRING)?.content;
        let serial = strict::expect(&mut named, tag::INTEGER)?.content;
        let extensions = strict::next_if(&mut parts, 0xA2)?;
        let nonce = extensions
            .map(|wrapped| nonce(wrapped.content))
            .transpose()?;
        Ok(Self {
            id: id.whole.to_vec(),
            digest: Digest::of_algorithm(&algorithm),
            issuer_name: issuer_name.to_vec(),
            issuer_key: issuer_key.to_vec(),
            serial: serial.to_vec(),
            nonce: nonce.flatten(),
        })
    }

    /// The request in DER.
    ///
    /// # Errors
    ///
    /// [`SigningError::Der`].
    pub fn to_der(&self) -> Result<Vec<u8>, SigningError> {
        let mut parts = vec![sequence(&[sequence(std::slice::from_ref(&self.id))])];
        if let Some(nonce) = &self.nonce {
            parts.push(context(2, &sequence(&[nonce_extension(nonce)?])));
        }
        Ok(sequence(&[sequence(&parts)]))
    }

    /// Is the question about a certificate of this issuer?
    #[must_use]
    pub fn is_of(&self, issuer: &Certificate) -> bool {
        self.digest.is_some_and(|digest| {
            self.issuer_name == digest.of_bytes(&issuer.subject_der)
                && self.issuer_key == digest.of_bytes(&issuer.key_bytes)
        })
    }

    /// Number of the certificate, in upper-case hexadecimal digits.
    #[must_use]
    pub fn serial_number(&self) -> String {
        crate::certificate::hex(&self.serial)
    }
}

fn nonce_extension(nonce: &[u8]) -> Result<Vec<u8>, SigningError> {
    extension(oid::OCSP_NONCE, false, &octets(nonce))
}

/// The nonce among the extensions.
fn nonce(mut extensions: &[u8]) -> Result<Option<Vec<u8>>, Encoding> {
    let mut rest = strict::expect(&mut extensions, tag::SEQUENCE)?.content;
    while !rest.is_empty() {
        let mut parts = strict::expect(&mut rest, tag::SEQUENCE)?.content;
        let kind = strict::expect(&mut parts, tag::OID)?.whole;
        let kind = ObjectIdentifier::from_der(kind).map_err(|_| Encoding::Structure)?;
        strict::next_if(&mut parts, 0x01)?;
        let value = strict::expect(&mut parts, tag::OCTET_STRING)?.content;
        if kind == oid::OCSP_NONCE {
            // Older clients do not wrap it in a string of its own.
            let wrapped = OctetString::from_der(value).ok();
            let nonce = wrapped.map_or_else(|| value.to_vec(), |inner| inner.as_bytes().to_vec());
            return Ok(Some(nonce));
        }
    }
    Ok(None)
}

impl OcspAnswer<'_> {
    /// The response in DER.
    ///
    /// # Errors
    ///
    /// [`SigningError`].
    pub fn sign(&self) -> Result<Vec<u8>, SigningError> {
        let state = match self.state {
            OcspState::Good => element(0x80, &[]),
            OcspState::Revoked { since } => context(1, &generalized(since)?),
            OcspState::Unknown => element(0x82, &[]),
        };
        let time = generalized(self.time)?;
        let single = sequence(&[self.question.id.clone(), state, time.clone()]);
        let mut answer = vec![
            context(1, &self.responder.name().der()),
            time,
            sequence(&[single]),
        ];
        if let Some(nonce) = &self.question.nonce {
            answer.push(context(1, &sequence(&[nonce_extension(nonce)?])));
        }
        let answer = sequence(&answer);
        let key = self.responder.key();
        let signature = bits(&key.sign(&answer)?);
        let certificate = self.responder.certificate().as_der().to_vec();
        let basic = sequence(&[
            answer,
            key.signature_algorithm().to_der()?,
            signature,
            context(0, &sequence(&[certificate])),
        ]);
        let bytes = sequence(&[oid::OCSP_BASIC.to_der()?, octets(&basic)]);
        Ok(sequence(&[element(0x0A, &[0]), context(0, &bytes)]))
    }

    /// The response to a request that cannot be read.
    #[must_use]
    pub fn malformed_request() -> Vec<u8> {
        sequence(&[element(0x0A, &[1])])
    }
}
