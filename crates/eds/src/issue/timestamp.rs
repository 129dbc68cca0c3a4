use der::{Decode, Encode};
use spki::AlgorithmIdentifierOwned;

use super::authority::Authority;
use super::message::{Message, Over};
use super::write::{algorithm, attribute, element, generalized, integer, octets, sequence, small};
use crate::algorithm::Digest;
use crate::certificate::Certificate;
use crate::oid;
use crate::signing::SigningError;
use crate::strict::{self, Encoding, tag};
use crate::time::Time;

/// A request for a timestamp (RFC 3161, section 2.4.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimestampQuestion {
    digest: Digest,
    imprint: Vec<u8>,
    nonce: Option<Vec<u8>>,
}

/// A token before it is signed.
#[derive(Clone, Copy, Debug)]
pub struct TimestampAnswer<'a> {
    /// What is stamped.
    pub question: &'a TimestampQuestion,
    /// When.
    pub time: Time,
    /// Names this token at its authority: up to 20 bytes, positive.
    pub serial: &'a [u8],
    /// Who stamps.
    pub authority: &'a Authority,
    /// Certificates that go with the authority's own.
    pub chain: &'a [Certificate],
}

impl TimestampQuestion {
    /// Asks for a timestamp over a digest.
    #[must_use]
    pub fn new(digest: Digest, imprint: Vec<u8>) -> Self {
        Self {
            digest,
            imprint,
            nonce: None,
        }
    }

    /// Reads a request.
    ///
    /// # Errors
    ///
    /// What is wrong with the bytes; a digest that is not known is a wrong structure.
    pub fn from_der(bytes: &[u8]) -> Result<Self, Encoding> {
        strict::check(bytes)?;
        let mut parts = strict::only(bytes)?.content;
        strict::expect(&mut parts, tag::INTEGER)?;
        let mut imprint = strict::expect(&mut parts, tag::SEQUENCE)?.content;
        let algorithm = strict::expect(&mut imprint, tag::SEQUENCE)?.whole;
        let algorithm =
            AlgorithmIdentifierOwned::from_der(algorithm).map_err(|_| Encoding::Structure)?;
        let digest = Digest::of_algorithm(&algorithm).ok_or(Encoding::Structure)?;
        let imprint = strict::expect(&mut imprint, tag::OCTET_STRING)?.content;
        strict::next_if(&mut parts, tag::OID)?;
        let nonce = strict::next_if(&mut parts, tag::INTEGER)?;
        if imprint.len() != digest.of_bytes(&[]).len() {
            return Err(Encoding::Structure);
        }
        Ok(Self {
            digest,
            imprint: imprint.to_vec(),
            nonce: nonce.map(|nonce| nonce.content.to_vec()),
        })
    }

    /// The request in DER; the authority's certificate is asked for.
    ///
    /// # Errors
    ///
    /// [`SigningError::Der`].
    pub fn to_der(&self) -> Result<Vec<u8>, SigningError> {
        let mut parts = vec![small(1), self.imprint_der()?];
        parts.extend(self.nonce.as_deref().map(integer));
        parts.push(true.to_der()?);
        Ok(sequence(&parts))
    }

    fn imprint_der(&self) -> Result<Vec<u8>, SigningError> {
        Ok(sequence(&[
            algorithm(self.digest.oid())?,
            octets(&self.imprint),
        ]))
    }
}

impl TimestampAnswer<'_> {
    /// The response in DER.
    ///
    /// # Errors
    ///
    /// [`SigningError`].
    pub fn sign(&self) -> Result<Vec<u8>, SigningError> {
        Ok(sequence(&[sequence(&[small(0)]), self.token()?]))
    }

    /// The response to a request that cannot be read: rejection, badDataFormat.
    #[must_use]
    pub fn malformed_request() -> Vec<u8> {
        sequence(&[sequence(&[small(2), element(0x03, &[2, 0x04])])])
    }

    /// The token alone, as an attribute of a message carries it.
    ///
    /// # Errors
    ///
    /// [`SigningError`].
    pub fn token(&self) -> Result<Vec<u8>, SigningError> {
        let mut info = vec![
            small(1),
            oid::TIMESTAMP_POLICY.to_der()?,
            self.question.imprint_der()?,
            integer(self.serial),
            generalized(self.time)?,
        ];
        info.extend(self.question.nonce.as_deref().map(integer));
        let info = sequence(&info);
        // The signature is bound to the certificate (RFC 5035, section 3); SHA-256 is understood.
        let hash = Digest::Sha256.of_bytes(self.authority.certificate().as_der());
        let bound = sequence(&[sequence(&[sequence(&[octets(&hash)])])]);
        let message = Message {
            over: Over::Carried(&info),
            signer: self.authority,
            chain: self.chain,
            time: self.time,
        };
        let bound = attribute(oid::SIGNING_CERTIFICATE_V2, bound)?;
        message
            .parts(oid::TIMESTAMP_INFO, vec![bound])?
            .finish(None)
    }
}
