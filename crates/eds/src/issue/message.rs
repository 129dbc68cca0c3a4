use der::Encode;

use super::authority::Authority;
use super::write::{attribute, context, instant, integer, octets, sequence, set, small};
use crate::certificate::Certificate;
use crate::oid::{self, ObjectIdentifier};
use crate::signing::SigningError;
use crate::time::Time;

/// What a message is over.
#[derive(Clone, Copy, Debug)]
pub enum Over<'a> {
    /// These bytes, which stay outside.
    Detached(&'a [u8]),
    /// These bytes, which the message carries.
    Carried(&'a [u8]),
    /// Bytes of which only the digest is known, made with the digest of the signer's key.
    Digest(&'a [u8]),
}

/// Signed data (RFC 5652) with one signer and the attributes contentType, signingTime and
/// messageDigest, as NCALayer makes it.
#[derive(Clone, Copy, Debug)]
pub struct Message<'a> {
    /// What it is over.
    pub over: Over<'a>,
    /// Who signs.
    pub signer: &'a Authority,
    /// Certificates that go with the signer's own.
    pub chain: &'a [Certificate],
    /// When it is said to be signed.
    pub time: Time,
}

impl Message<'_> {
    /// The message in DER.
    ///
    /// # Errors
    ///
    /// [`SigningError`].
    pub fn sign(&self) -> Result<Vec<u8>, SigningError> {
        self.parts(oid::CMS_DATA, Vec::new())?.finish(None)
    }

    /// The message in DER; `stamp` is given the signature and gives a timestamp's token over it.
    ///
    /// # Errors
    ///
    /// [`SigningError`], of `stamp` as well.
    pub fn sign_stamped(
        &self,
        stamp: impl FnOnce(&[u8]) -> Result<Vec<u8>, SigningError>,
    ) -> Result<Vec<u8>, SigningError> {
        let parts = self.parts(oid::CMS_DATA, Vec::new())?;
        let token = stamp(&parts.signature)?;
        parts.finish(Some(token))
    }

    /// Signs contents of any type; `more` are further signed attributes.
    pub(super) fn parts(
        &self,
        content_type: ObjectIdentifier,
        more: Vec<Vec<u8>>,
    ) -> Result<Parts, SigningError> {
        let key = self.signer.key();
        let digest = match self.over {
            Over::Detached(bytes) | Over::Carried(bytes) => key.digest().of_bytes(bytes),
            Over::Digest(digest) => digest.to_vec(),
        };
        let mut attributes = vec![
            attribute(oid::CONTENT_TYPE, content_type.to_der()?)?,
            attribute(oid::SIGNING_TIME, instant(self.time)?)?,
            attribute(oid::MESSAGE_DIGEST, octets(&digest))?,
        ];
        attributes.extend(more);
        // They are signed as a SET OF and carried as [0] (RFC 5652, section 5.4).
        let mut attributes = set(attributes);
        let signature = key.sign(&attributes)?;
        if let Some(tag) = attributes.first_mut() {
            *tag = 0xA0;
        }
        let certificate = self.signer.certificate();
        let digest_algorithm = key.digest_algorithm().to_der()?;
        let mut encapsulated = vec![content_type.to_der()?];
        if let Over::Carried(bytes) = self.over {
            encapsulated.push(context(0, &octets(bytes)));
        }
        let certificates = std::iter::once(certificate).chain(self.chain);
        let certificates: Vec<_> = certificates.map(|one| one.as_der().to_vec()).collect();
        Ok(Parts {
            // RFC 5652, section 5.1: 3 unless the contents are data.
            version: if content_type == oid::CMS_DATA { 1 } else { 3 },
            encapsulated: sequence(&encapsulated),
            certificates: certificates.concat(),
            signer: vec![
                small(1),
                sequence(&[certificate.issuer.clone(), integer(&certificate.serial)]),
                digest_algorithm.clone(),
                attributes,
                key.signature_algorithm().to_der()?,
                octets(&signature),
            ],
            digest_algorithm,
            signature,
        })
    }
}

/// A message that is signed and not yet put together.
pub(super) struct Parts {
    version: u8,
    encapsulated: Vec<u8>,
    certificates: Vec<u8>,
    signer: Vec<Vec<u8>>,
    digest_algorithm: Vec<u8>,
    signature: Vec<u8>,
}

impl Parts {
    pub(super) fn finish(mut self, token: Option<Vec<u8>>) -> Result<Vec<u8>, SigningError> {
        if let Some(token) = token {
            let stamped = attribute(oid::TIMESTAMP_TOKEN, token)?;
            self.signer.push(context(1, &stamped));
        }
        let data = sequence(&[
            small(self.version),
            set(vec![self.digest_algorithm]),
            self.encapsulated,
            context(0, &self.certificates),
            set(vec![sequence(&self.signer)]),
        ]);
        Ok(sequence(&[
            oid::CMS_SIGNED_DATA.to_der()?,
            context(0, &data),
        ]))
    }
}
