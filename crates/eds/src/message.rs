//! A signed message (CMS, RFC 5652, section 5), taken apart where it lies: what is hashed are the
//! bytes that came.

use cms::content_info::CmsVersion;
use cms::signed_data::{SignerIdentifier, SignerInfo};
use der::{Decode, Encode};
use spki::AlgorithmIdentifierOwned;

use crate::certificate::Certificate;
use crate::oid::{self, ObjectIdentifier};
use crate::refusal::{Material, Refusal};
use crate::strict::{self, Encoding, tag};

/// Bytes of the largest message that is looked at.
pub(crate) const SIZE: usize = 512 * 1024;
/// Signers that are looked at.
const SIGNERS: usize = 8;
/// Certificates, lists and digests that are looked at.
const PARTS: usize = 16;

/// The parts of signed data.
#[derive(Debug)]
pub(crate) struct Message<'a> {
    /// Digests that the message announces.
    pub(crate) digests: Vec<AlgorithmIdentifierOwned>,
    /// Type of the contents.
    pub(crate) content_type: ObjectIdentifier,
    /// The contents, where the message carries them.
    pub(crate) content: Option<&'a [u8]>,
    /// Its certificates that can be read.
    pub(crate) certificates: Vec<Certificate>,
    /// Its lists of revoked certificates.
    pub(crate) crls: Vec<&'a [u8]>,
    /// Who signed.
    pub(crate) signers: Vec<SignerPart<'a>>,
}

/// One signer's part.
#[derive(Debug)]
pub(crate) struct SignerPart<'a> {
    pub(crate) info: SignerInfo,
    /// The signed attributes as they came: contents of the SET OF, without its tag and length.
    pub(crate) attributes: Option<&'a [u8]>,
}

fn elements<'a>(mut bytes: &'a [u8]) -> Result<Vec<strict::Element<'a>>, Encoding> {
    let mut elements = Vec::new();
    while !bytes.is_empty() {
        elements.push(strict::next(&mut bytes)?);
    }
    Ok(elements)
}

fn decoded<'a, T: Decode<'a>>(bytes: &'a [u8]) -> Result<T, Encoding> {
    T::from_der(bytes).map_err(|_| Encoding::Structure)
}

impl<'a> Message<'a> {
    /// Takes a message apart.
    ///
    /// # Errors
    ///
    /// Refusals about sizes, encoding and versions.
    pub(crate) fn parse(bytes: &'a [u8], material: Material) -> Result<Self, Refusal> {
        if bytes.len() > SIZE {
            return Err(Refusal::TooLarge(material));
        }
        let malformed = |encoding| Refusal::Malformed(material, encoding);
        strict::check(bytes).map_err(malformed)?;
        let mut info = strict::only(bytes)
            .and_then(|info| strict::expect(&mut &*info.whole, tag::SEQUENCE))
            .map_err(malformed)?
            .content;
        let kind = strict::expect(&mut info, tag::OID).map_err(malformed)?;
        if decoded::<ObjectIdentifier>(kind.whole).map_err(malformed)? != oid::CMS_SIGNED_DATA {
            return Err(Refusal::NotSignedData);
        }
        let explicit = strict::expect(&mut info, tag::CONTEXT_0).map_err(malformed)?;
        if !info.is_empty() {
            return Err(malformed(Encoding::Structure));
        }
        let data = strict::only(explicit.content).map_err(malformed)?;
        if data.tag != tag::SEQUENCE {
            return Err(malformed(Encoding::Structure));
        }
        let mut rest = data.content;
        let version = strict::expect(&mut rest, tag::INTEGER).map_err(malformed)?;
        let message = Self::parse_rest(rest, malformed)?;
        if version.content == [message.version()] {
            Ok(message)
        } else {
            Err(Refusal::Version)
        }
    }

    /// The version that data with these parts have (RFC 5652, section 5.1), as far as its parts are
    /// taken.
    fn version(&self) -> u8 {
        let newer = |part: &SignerPart<'_>| part.info.version == CmsVersion::V3;
        if self.content_type != oid::CMS_DATA || self.signers.iter().any(newer) {
            3
        } else {
            1
        }
    }

    fn parse_rest(
        mut rest: &'a [u8],
        malformed: impl Fn(Encoding) -> Refusal + Copy,
    ) -> Result<Self, Refusal> {
        let digests = strict::expect(&mut rest, tag::SET).map_err(malformed)?;
        let digests = elements(digests.content).map_err(malformed)?;
        if digests.len() > PARTS {
            return Err(malformed(Encoding::Structure));
        }
        let digests = digests
            .iter()
            .map(|digest| decoded::<AlgorithmIdentifierOwned>(digest.whole))
            .collect::<Result<_, _>>()
            .map_err(malformed)?;

        let mut encapsulated = strict::expect(&mut rest, tag::SEQUENCE)
            .map_err(malformed)?
            .content;
        let content_type = strict::expect(&mut encapsulated, tag::OID).map_err(malformed)?;
        let content_type = decoded(content_type.whole).map_err(malformed)?;
        let content = strict::next_if(&mut encapsulated, tag::CONTEXT_0)
            .and_then(|explicit| {
                explicit
                    .map(|explicit| strict::only(explicit.content))
                    .transpose()
            })
            .map_err(malformed)?;
        if !encapsulated.is_empty()
            || content.is_some_and(|content| content.tag != tag::OCTET_STRING)
        {
            return Err(malformed(Encoding::Structure));
        }

        let mut parts = |tag| -> Result<Vec<strict::Element<'a>>, Refusal> {
            let set = strict::next_if(&mut rest, tag).map_err(malformed)?;
            let parts = set.map_or(Ok(Vec::new()), |set| elements(set.content));
            let parts = parts.map_err(malformed)?;
            if parts.len() > PARTS {
                return Err(Refusal::TooManyCertificates);
            }
            Ok(parts)
        };
        // Certificates of a kind that is not taken are left out: nobody has to need them.
        let certificates = parts(tag::CONTEXT_0)?
            .iter()
            .filter(|part| part.tag == tag::SEQUENCE)
            .filter_map(|part| Certificate::from_der(part.whole).ok())
            .collect();
        let crls = parts(tag::CONTEXT_1)?
            .iter()
            .filter(|part| part.tag == tag::SEQUENCE)
            .map(|part| part.whole)
            .collect();

        let signers = strict::expect(&mut rest, tag::SET).map_err(malformed)?;
        if !rest.is_empty() {
            return Err(malformed(Encoding::Structure));
        }
        let signers = elements(signers.content).map_err(malformed)?;
        if signers.len() > SIGNERS {
            return Err(Refusal::TooManySigners);
        }
        let signers: Vec<SignerPart<'_>> = signers
            .iter()
            .map(|signer| SignerPart::parse(signer.whole))
            .collect::<Result<_, _>>()
            .map_err(malformed)?;
        if !signers.iter().all(SignerPart::has_its_version) {
            return Err(Refusal::Version);
        }
        Ok(Self {
            digests,
            content_type,
            content: content.map(|content| content.content),
            certificates,
            crls,
            signers,
        })
    }
}

impl<'a> SignerPart<'a> {
    fn parse(bytes: &'a [u8]) -> Result<Self, Encoding> {
        // Sets are sorted in parsing, so their size is limited before.
        let parts = elements(strict::only(bytes)?.content)?;
        let attributes = parts.get(3).filter(|part| part.tag == tag::CONTEXT_0);
        for part in &parts {
            if matches!(part.tag, tag::CONTEXT_0 | tag::CONTEXT_1) {
                let attributes = elements(part.content)?;
                let values = attributes.iter().map(|attribute| {
                    let parts = elements(attribute.content)?;
                    parts.get(1).map(|set| elements(set.content)).transpose()
                });
                let values: Result<Vec<_>, Encoding> = values.collect();
                let many = |values: &Option<Vec<_>>| {
                    values.as_ref().is_some_and(|values| values.len() > PARTS)
                };
                if attributes.len() > 2 * PARTS || values?.iter().any(many) {
                    return Err(Encoding::Structure);
                }
            }
        }
        Ok(Self {
            info: decoded(bytes)?,
            attributes: attributes.map(|attributes| attributes.content),
        })
    }

    /// Is the version the one that goes with the way the signer is named (RFC 5652, section 5.3)?
    fn has_its_version(&self) -> bool {
        let version = match self.info.sid {
            SignerIdentifier::IssuerAndSerialNumber(_) => CmsVersion::V1,
            SignerIdentifier::SubjectKeyIdentifier(_) => CmsVersion::V3,
        };
        self.info.version == version
    }

    /// What is signed: the attributes tagged as SET OF (RFC 5652, section 5.4). Nothing unless they
    /// came in the order of DER.
    pub(crate) fn signed_bytes(&self) -> Option<Vec<u8>> {
        let canonical = self.info.signed_attrs.as_ref()?.to_der().ok()?;
        (strict::only(&canonical).ok()?.content == self.attributes?).then_some(canonical)
    }
}
