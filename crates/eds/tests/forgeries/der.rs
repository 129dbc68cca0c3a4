//! DER by hand, so that what is forged can be anything.

use der::Encode as _;
use eds::oid::ObjectIdentifier;

/// An element with its length.
pub fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut bytes = vec![tag];
    match content.len() {
        length @ 0..0x80 => bytes.push(length as u8),
        length => {
            let digits = length.to_be_bytes();
            let digits = &digits[length.leading_zeros() as usize / 8..];
            bytes.push(0x80 | digits.len() as u8);
            bytes.extend(digits);
        }
    }
    bytes.extend(content);
    bytes
}

pub fn seq(parts: &[Vec<u8>]) -> Vec<u8> {
    tlv(0x30, &parts.concat())
}

/// A set in the order of DER.
pub fn set(parts: &[Vec<u8>]) -> Vec<u8> {
    let mut parts = parts.to_vec();
    parts.sort();
    tlv(0x31, &parts.concat())
}

/// A set as it comes.
pub fn unsorted(parts: &[Vec<u8>]) -> Vec<u8> {
    tlv(0x31, &parts.concat())
}

pub fn int(value: u8) -> Vec<u8> {
    tlv(0x02, &[value])
}

pub fn oid(oid: ObjectIdentifier) -> Vec<u8> {
    oid.to_der().unwrap()
}

pub fn octets(bytes: &[u8]) -> Vec<u8> {
    tlv(0x04, bytes)
}

pub fn bits(bytes: &[u8]) -> Vec<u8> {
    tlv(0x03, &[&[0], bytes].concat())
}

pub fn utf8(text: &str) -> Vec<u8> {
    tlv(0x0C, text.as_bytes())
}

pub fn yes() -> Vec<u8> {
    vec![0x01, 0x01, 0xFF]
}

pub fn null() -> Vec<u8> {
    vec![0x05, 0x00]
}

/// `[number]` around something.
pub fn explicit(number: u8, content: &[u8]) -> Vec<u8> {
    tlv(0xA0 | number, content)
}

/// An algorithm with NULL.
pub fn algorithm(id: ObjectIdentifier) -> Vec<u8> {
    seq(&[oid(id), null()])
}

/// 2026-01-01 becomes a UTCTime.
pub fn utc(date: &str) -> Vec<u8> {
    tlv(
        0x17,
        format!("{}000000Z", date[2..].replace('-', "")).as_bytes(),
    )
}

/// 2026-01-01T12:00:00Z becomes a GeneralizedTime.
pub fn time(text: &str) -> Vec<u8> {
    tlv(0x18, text.replace(['-', ':', 'T'], "").as_bytes())
}
