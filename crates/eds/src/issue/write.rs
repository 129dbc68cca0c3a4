//! DER, written.

use std::time::Duration;

use der::asn1::{GeneralizedTime, UtcTime};
use der::{DateTime, Encode};
use spki::AlgorithmIdentifierOwned;

use crate::oid::ObjectIdentifier;
use crate::signing::SigningError;
use crate::time::Time;

/// An element with its length.
pub(super) fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut bytes = vec![tag];
    let length = content.len();
    match u8::try_from(length) {
        Ok(length) if length < 0x80 => bytes.push(length),
        _ => {
            let digits = length.to_be_bytes();
            let first = digits.iter().position(|digit| *digit != 0).unwrap_or(0);
            let digits = digits.get(first..).unwrap_or_default();
            bytes.push(0x80 | digits.len().to_le_bytes()[0]);
            bytes.extend_from_slice(digits);
        }
    }
    bytes.extend_from_slice(content);
    bytes
}

/// A SEQUENCE of these.
pub(super) fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    element(0x30, &parts.concat())
}

/// A SET OF these, in the order of DER.
pub(super) fn set(mut parts: Vec<Vec<u8>>) -> Vec<u8> {
    parts.sort();
    element(0x31, &parts.concat())
}

/// An OCTET STRING.
pub(super) fn octets(bytes: &[u8]) -> Vec<u8> {
    element(0x04, bytes)
}

/// A BIT STRING of whole bytes.
pub(super) fn bits(bytes: &[u8]) -> Vec<u8> {
    element(0x03, &[&[0], bytes].concat())
}

/// An INTEGER that fits in seven bits.
pub(super) fn small(value: u8) -> Vec<u8> {
    element(0x02, &[value & 0x7F])
}

/// An INTEGER of the same bytes.
pub(super) fn integer(bytes: &[u8]) -> Vec<u8> {
    element(0x02, bytes)
}

/// `[number] EXPLICIT`, or `[number] IMPLICIT` of something constructed.
pub(super) fn context(number: u8, content: &[u8]) -> Vec<u8> {
    element(0xA0 | number, content)
}

/// An algorithm's number with NULL beside it.
pub(super) fn algorithm(oid: ObjectIdentifier) -> Result<Vec<u8>, SigningError> {
    let parameters = Some(der::Any::null());
    Ok(AlgorithmIdentifierOwned { oid, parameters }.to_der()?)
}

/// An extension.
pub(super) fn extension(
    oid: ObjectIdentifier,
    critical: bool,
    value: &[u8],
) -> Result<Vec<u8>, SigningError> {
    let mut parts = vec![oid.to_der()?];
    if critical {
        parts.push(true.to_der()?);
    }
    parts.push(octets(value));
    Ok(sequence(&parts))
}

/// An attribute of a message with one value.
pub(super) fn attribute(oid: ObjectIdentifier, value: Vec<u8>) -> Result<Vec<u8>, SigningError> {
    Ok(sequence(&[oid.to_der()?, set(vec![value])]))
}

fn since_1970(time: Time) -> Duration {
    Duration::from_secs(u64::try_from(time.unix()).unwrap_or(0))
}

/// A GeneralizedTime.
pub(super) fn generalized(time: Time) -> Result<Vec<u8>, SigningError> {
    let date = DateTime::from_unix_duration(since_1970(time))?;
    Ok(GeneralizedTime::from_date_time(date).to_der()?)
}

/// A UTCTime until the end of 2049, then a GeneralizedTime (RFC 5280, section 4.1.2.5).
pub(super) fn instant(time: Time) -> Result<Vec<u8>, SigningError> {
    match UtcTime::from_unix_duration(since_1970(time)) {
        Ok(time) => Ok(time.to_der()?),
        Err(_) => generalized(time),
    }
}
