//! Signed attributes (RFC 5652, section 11): which there must be, each once and with one value.

use der::asn1::OctetString;
use der::{Any, Decode, Encode};
use x509_cert::time::Time as X509Time;

use crate::message::SignerPart;
use crate::oid::{self, ObjectIdentifier};
use crate::refusal::Refusal;
use crate::request::Request;
use crate::time::Time;

/// What a signer has signed besides the contents.
#[derive(Debug)]
pub(crate) struct Attributes {
    /// Digest of the contents.
    pub(crate) message_digest: Vec<u8>,
    /// When the signer claims to have signed.
    pub(crate) claimed_time: Option<Time>,
}

/// The single value of the attribute, if it is there.
fn value<'a>(part: &'a SignerPart<'_>, oid: ObjectIdentifier) -> Result<Option<&'a Any>, Refusal> {
    let attributes = part.info.signed_attrs.as_ref();
    let mut found = attributes
        .into_iter()
        .flat_map(|attributes| attributes.iter())
        .filter(|attribute| attribute.oid == oid);
    let Some(attribute) = found.next() else {
        return Ok(None);
    };
    if found.next().is_some() {
        return Err(Refusal::AttributeDoubled);
    }
    match attribute.values.as_ref() {
        [value] => Ok(Some(value)),
        _ => Err(Refusal::AttributeValues),
    }
}

/// The attribute's value, read.
pub(crate) fn read<T: for<'a> Decode<'a>>(
    part: &SignerPart<'_>,
    oid: ObjectIdentifier,
) -> Result<Option<T>, Refusal> {
    let Some(value) = value(part, oid)? else {
        return Ok(None);
    };
    let bytes = value.to_der().map_err(|_| Refusal::AttributeMalformed)?;
    let value = T::from_der(&bytes).map_err(|_| Refusal::AttributeMalformed)?;
    Ok(Some(value))
}

impl Attributes {
    /// Reads the attributes of a signer of contents of this type.
    pub(crate) fn of(
        part: &SignerPart<'_>,
        content_type: &ObjectIdentifier,
        request: &Request<'_>,
    ) -> Result<Self, Refusal> {
        let attributes = Self::complete(part, content_type)?;
        if let (Some(within), Some(claimed)) =
            (request.signing_time_within, attributes.claimed_time)
            && claimed.unix().abs_diff(request.at.unix()) > within.unsigned_abs()
        {
            return Err(Refusal::SigningTime);
        }
        Ok(attributes)
    }

    /// The same, whatever time is claimed.
    pub(crate) fn complete(
        part: &SignerPart<'_>,
        content_type: &ObjectIdentifier,
    ) -> Result<Self, Refusal> {
        if part.attributes.is_none() {
            return Err(Refusal::AttributesMissing);
        }
        part.signed_bytes().ok_or(Refusal::AttributesNotCanonical)?;
        let signed_type: ObjectIdentifier =
            read(part, oid::CONTENT_TYPE)?.ok_or(Refusal::ContentTypeMissing)?;
        let digest: OctetString =
            read(part, oid::MESSAGE_DIGEST)?.ok_or(Refusal::MessageDigestMissing)?;
        let claimed: Option<X509Time> = read(part, oid::SIGNING_TIME)?;
        if signed_type != *content_type {
            return Err(Refusal::ContentTypeMismatch);
        }
        Ok(Self {
            message_digest: digest.as_bytes().to_vec(),
            claimed_time: claimed.map(|time| Time::of(time.to_unix_duration())),
        })
    }
}
