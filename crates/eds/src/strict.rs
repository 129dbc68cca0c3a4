//! Strict DER, before anything is parsed: one pass over the bytes, without copies and with a limit
//! on depth, that refuses whatever has a second way of being written.

use thiserror::Error;

/// How bytes are not what they should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Encoding {
    /// Nothing there.
    #[error("nothing is there")]
    Empty,
    /// More is announced than there is.
    #[error("it ends too early")]
    Truncated,
    /// Something follows the end.
    #[error("bytes follow its end")]
    TrailingBytes,
    /// A length that is not given in advance (BER).
    #[error("a length is indefinite, as only BER allows")]
    IndefiniteLength,
    /// A length in more bytes than it needs.
    #[error("a length takes more bytes than it needs")]
    LongLength,
    /// A tag in several bytes, which nothing here uses.
    #[error("a tag has an unknown form")]
    LongTag,
    /// A number in more bytes than it needs, or in none.
    #[error("a number takes more bytes than it needs, or none")]
    LongInteger,
    /// A number of more than 4,160 bits.
    #[error("a number is larger than any that is used")]
    GiantInteger,
    /// Neither true nor false.
    #[error("a truth value is neither 00 nor FF")]
    Boolean,
    /// A string in pieces (BER).
    #[error("a string is in pieces, as only BER allows")]
    StringInPieces,
    /// Deeper than 32 levels.
    #[error("it is nested too deeply")]
    TooDeep,
    /// Elements of a set out of order, a default value written out, or the like.
    #[error("it is not in the one order and form of DER")]
    NotCanonical,
    /// The bytes are DER, but not of what should be there.
    #[error("its parts are not those that belong there")]
    Structure,
}

impl Encoding {
    /// The name in codes and JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Truncated => "truncated",
            Self::TrailingBytes => "trailing_bytes",
            Self::IndefiniteLength => "indefinite_length",
            Self::LongLength => "long_length",
            Self::LongTag => "long_tag",
            Self::LongInteger => "long_integer",
            Self::GiantInteger => "giant_integer",
            Self::Boolean => "boolean",
            Self::StringInPieces => "string_in_pieces",
            Self::TooDeep => "too_deep",
            Self::NotCanonical => "not_canonical",
            Self::Structure => "structure",
        }
    }
}

/// Levels of nesting that are followed.
const DEPTH: u32 = 32;
/// Bytes of the largest number: a modulus of 4096 bits with its sign, and some room.
const INTEGER: usize = 520;
/// Set in the tag of what has parts.
const CONSTRUCTED: u8 = 0x20;

/// Tags of single bytes.
pub(crate) mod tag {
    pub(crate) const BOOLEAN: u8 = 0x01;
    pub(crate) const INTEGER: u8 = 0x02;
    pub(crate) const BIT_STRING: u8 = 0x03;
    pub(crate) const OCTET_STRING: u8 = 0x04;
    pub(crate) const OID: u8 = 0x06;
    pub(crate) const ENUMERATED: u8 = 0x0A;
    pub(crate) const SEQUENCE: u8 = 0x30;
    pub(crate) const SET: u8 = 0x31;
    pub(crate) const CONTEXT_0: u8 = 0xA0;
    pub(crate) const CONTEXT_1: u8 = 0xA1;
}

/// One element: its tag, its contents, and all of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Element<'a> {
    pub(crate) tag: u8,
    pub(crate) content: &'a [u8],
    pub(crate) whole: &'a [u8],
}

/// Takes the next element off the front of `bytes`.
pub(crate) fn next<'a>(bytes: &mut &'a [u8]) -> Result<Element<'a>, Encoding> {
    let whole = *bytes;
    let (&tag, rest) = whole.split_first().ok_or(Encoding::Empty)?;
    if tag & 0x1F == 0x1F || tag == 0 {
        return Err(Encoding::LongTag);
    }
    let (&first, rest) = rest.split_first().ok_or(Encoding::Truncated)?;
    let (length, rest) = match first {
        0..0x80 => (usize::from(first), rest),
        0x80 => return Err(Encoding::IndefiniteLength),
        _ => {
            let count = usize::from(first & 0x7F);
            if count > 4 {
                return Err(Encoding::LongLength);
            }
            let (digits, rest) = rest.split_at_checked(count).ok_or(Encoding::Truncated)?;
            let length = digits
                .iter()
                .fold(0_usize, |length, digit| length << 8 | usize::from(*digit));
            if length < 0x80 || digits.first() == Some(&0) {
                return Err(Encoding::LongLength);
            }
            (length, rest)
        }
    };
    let (content, after) = rest.split_at_checked(length).ok_or(Encoding::Truncated)?;
    *bytes = after;
    Ok(Element {
        tag,
        content,
        whole: &whole[..whole.len() - after.len()],
    })
}

/// The single element that `bytes` are.
pub(crate) fn only(mut bytes: &[u8]) -> Result<Element<'_>, Encoding> {
    let element = next(&mut bytes)?;
    if bytes.is_empty() {
        Ok(element)
    } else {
        Err(Encoding::TrailingBytes)
    }
}

/// Takes the next element if it has this tag.
pub(crate) fn next_if<'a>(bytes: &mut &'a [u8], tag: u8) -> Result<Option<Element<'a>>, Encoding> {
    if bytes.first() == Some(&tag) {
        next(bytes).map(Some)
    } else {
        Ok(None)
    }
}

/// Takes the next element, which must have this tag.
pub(crate) fn expect<'a>(bytes: &mut &'a [u8], tag: u8) -> Result<Element<'a>, Encoding> {
    next_if(bytes, tag)?.ok_or(Encoding::Structure)
}

/// Are `bytes` one element of strict DER, down to the last level?
pub(crate) fn check(bytes: &[u8]) -> Result<(), Encoding> {
    let element = only(bytes)?;
    inside(&element, DEPTH)
}

fn inside(element: &Element<'_>, depth: u32) -> Result<(), Encoding> {
    let content = element.content;
    match element.tag {
        tag::BOOLEAN if !matches!(content, [0x00] | [0xFF]) => return Err(Encoding::Boolean),
        tag::INTEGER | tag::ENUMERATED => match content {
            [] | [0x00, 0x00..0x80, ..] | [0xFF, 0x80..=0xFF, ..] => {
                return Err(Encoding::LongInteger);
            }
            _ if content.len() > INTEGER => return Err(Encoding::GiantInteger),
            _ => {}
        },
        // Universal strings and times with parts.
        constructed
            if constructed & 0xE0 == CONSTRUCTED
                && !matches!(constructed, tag::SEQUENCE | tag::SET) =>
        {
            return Err(Encoding::StringInPieces);
        }
        _ => {}
    }
    if element.tag & CONSTRUCTED != 0 {
        let depth = depth.checked_sub(1).ok_or(Encoding::TooDeep)?;
        let mut rest = content;
        while !rest.is_empty() {
            inside(&next(&mut rest)?, depth)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Encoding, check};

    fn refused(bytes: &[u8], expected: Encoding) {
        assert_eq!(check(bytes), Err(expected), "{bytes:02X?}");
    }

    #[test]
    fn whatever_has_a_second_way_of_being_written_is_refused() {
        assert_eq!(check(&[0x30, 0x03, 0x02, 0x01, 0x05]), Ok(()));
        assert_eq!(check(&[0x30, 0x00]), Ok(()));
        refused(&[], Encoding::Empty);
        refused(&[0x30], Encoding::Truncated);
        refused(&[0x30, 0x05, 0x02, 0x01], Encoding::Truncated);
        refused(&[0x30, 0x00, 0x00], Encoding::TrailingBytes);
        refused(&[0x30, 0x80, 0x00, 0x00], Encoding::IndefiniteLength);
        refused(&[0x30, 0x81, 0x03, 0x02, 0x01, 0x05], Encoding::LongLength);
        refused(&[0x30, 0x85, 0, 0, 0, 0, 1, 0], Encoding::LongLength);
        refused(&[0x3F, 0x81, 0x00, 0x00], Encoding::LongTag);
        refused(&[0x02, 0x02, 0x00, 0x05], Encoding::LongInteger);
        refused(&[0x02, 0x02, 0xFF, 0x85], Encoding::LongInteger);
        refused(&[0x02, 0x00], Encoding::LongInteger);
        refused(&[0x01, 0x01, 0x01], Encoding::Boolean);
        refused(&[0x24, 0x03, 0x04, 0x01, 0x05], Encoding::StringInPieces);
        let mut giant = vec![0x02, 0x82, 0x02, 0x10];
        giant.extend([0x7F; 0x210]);
        refused(&giant, Encoding::GiantInteger);
        let deep = (0..40).fold(vec![0x30, 0x00], |inner, _| {
            let mut outer = vec![0x30, inner.len() as u8];
            outer.extend(inner);
            outer
        });
        refused(&deep, Encoding::TooDeep);
    }
}
