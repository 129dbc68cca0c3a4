//! Texts of short messages: how they are cut and coded on the way out, and read on the way in.

use rusmpp::values::DataCoding;

/// A text longer than this is cut: eight parts.
const MOST_PARTS: usize = 8;
/// Octets of a message, and of a part of a longer one beside its six octets of header.
const WHOLE: usize = 140;
const PART: usize = 134;
/// The same in letters of the 7-bit alphabet.
const WHOLE_BASIC: usize = 160;
const PART_BASIC: usize = 153;

/// One part as it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// The octets, with a user data header if `udh`.
    pub(super) octets: Vec<u8>,
    /// Whether they begin with a header.
    pub(super) udh: bool,
}

/// A text as it is sent. Letters, digits and marks that the GSM alphabet (3GPP TS 23.038) has in the
/// same place as ASCII go as they are; with any other letter the whole text goes in UCS-2.
pub(super) fn encode(text: &str, reference: u8) -> (DataCoding, Vec<Part>) {
    if text.bytes().all(is_basic) {
        let chunks = chunks(text.as_bytes(), 1, WHOLE_BASIC, PART_BASIC);
        (DataCoding::McSpecific, with_headers(chunks, reference))
    } else {
        let octets: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let chunks = chunks(&octets, 2, WHOLE, PART);
        (DataCoding::Ucs2, with_headers(chunks, reference))
    }
}

fn is_basic(letter: u8) -> bool {
    matches!(letter, b'\n' | b'\r' | b' '..=b'#' | b'%'..=b'?' | b'A'..=b'Z' | b'a'..=b'z')
}

fn chunks(octets: &[u8], unit: usize, whole: usize, part: usize) -> Vec<Vec<u8>> {
    if octets.len() <= whole {
        return vec![octets.to_vec()];
    }
    let mut chunks = Vec::new();
    let mut rest = octets;
    while !rest.is_empty() {
        let mut end = rest.len().min(part);
        // The two halves of a letter outside the basic plane stay together.
        let high = |at: usize| matches!(rest.get(at), Some(0xd8..=0xdb));
        if unit == 2 && end < rest.len() && high(end - 2) {
            end -= 2;
        }
        let (chunk, later) = rest.split_at(end);
        chunks.push(chunk.to_vec());
        rest = later;
    }
    chunks.truncate(MOST_PARTS);
    chunks
}

fn with_headers(chunks: Vec<Vec<u8>>, reference: u8) -> Vec<Part> {
    let total = u8::try_from(chunks.len()).unwrap_or(u8::MAX);
    let udh = total > 1;
    let part = |(index, octets): (u8, Vec<u8>)| {
        let header = [5, 0, 3, reference, total, index];
        let octets = if udh {
            [&header[..], &octets].concat()
        } else {
            octets
        };
        Part { octets, udh }
    };
    (1..=u8::MAX).zip(chunks).map(part).collect()
}

/// What octets say; `None` for a coding that no telephone here writes. What cannot be read becomes
/// U+FFFD, which no answer contains.
pub(super) fn decode(coding: DataCoding, octets: &[u8]) -> Option<String> {
    match coding {
        DataCoding::McSpecific | DataCoding::GsmMessageClassControl => {
            Some(octets.iter().map(|octet| gsm(*octet)).collect())
        }
        DataCoding::Ia5 => Some(octets.iter().map(|octet| ascii(*octet)).collect()),
        DataCoding::Latin1 => Some(octets.iter().map(|octet| char::from(*octet)).collect()),
        DataCoding::Cyrillic => Some(octets.iter().map(|octet| iso_8859_5(*octet)).collect()),
        DataCoding::Ucs2 => {
            let units = octets.chunks(2).map(|pair| match *pair {
                [high, low] => u16::from_be_bytes([high, low]),
                _ => 0xfffd,
            });
            let letters = char::decode_utf16(units);
            Some(letters.map(|letter| letter.unwrap_or('\u{fffd}')).collect())
        }
        _ => None,
    }
}

fn ascii(octet: u8) -> char {
    if octet.is_ascii() {
        char::from(octet)
    } else {
        '\u{fffd}'
    }
}

/// The GSM alphabet as far as people's answers go: what it shares with ASCII, and four signs.
fn gsm(octet: u8) -> char {
    match octet {
        0x00 => '@',
        0x02 => '$',
        0x11 => '_',
        letter if is_basic(letter) => char::from(letter),
        _ => '\u{fffd}',
    }
}

/// ISO-8859-5, sections of the standard: ASCII, then the Cyrillic block from U+0401 on.
fn iso_8859_5(octet: u8) -> char {
    match octet {
        0..=0xa0 | 0xad => char::from(octet),
        0xf0 => '№',
        0xfd => '§',
        _ => char::from_u32(0x0360 + u32::from(octet)).unwrap_or('\u{fffd}'),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn texts_are_cut_where_a_message_ends() {
        let check = |text: &str, coding: DataCoding, lengths: &[usize]| {
            let (given, parts) = encode(text, 7);
            let found: Vec<usize> = parts.iter().map(|part| part.octets.len()).collect();
            assert_eq!((given, found.as_slice()), (coding, lengths), "{text}");
        };
        check("1234 code", DataCoding::McSpecific, &[9]);
        check(&"a".repeat(160), DataCoding::McSpecific, &[160]);
        check(&"a".repeat(161), DataCoding::McSpecific, &[159, 14]);
        check("a@b", DataCoding::Ucs2, &[6]);
        check(&"ә".repeat(70), DataCoding::Ucs2, &[140]);
        check(&"ә".repeat(71), DataCoding::Ucs2, &[140, 14]);
        // 66 letters and the first half of a sign: the sign goes to the next part whole.
        let sign = "ә".repeat(66) + "😀" + &"ә".repeat(9);
        check(&sign, DataCoding::Ucs2, &[138, 28]);
    }

    #[test]
    fn what_telephones_write_is_read() {
        let check = |coding, octets: &[u8], expected: Option<&str>| {
            assert_eq!(decode(coding, octets).as_deref(), expected);
        };
        check(DataCoding::McSpecific, b"IA 1234", Some("IA 1234"));
        check(DataCoding::Ia5, b"YES", Some("YES"));
        check(DataCoding::Ucs2, &[0x04, 0x18, 0x04, 0xd9], Some("Иә"));
        check(DataCoding::Ucs2, &[0x04, 0x18, 0x04], Some("И\u{fffd}"));
        check(DataCoding::Ucs2, &[0xd8, 0x00], Some("\u{fffd}"));
        check(DataCoding::Cyrillic, &[0xb4, 0xb0], Some("ДА"));
        check(DataCoding::OctetUnspecified, b"YES", None);
    }

    proptest! {
        #[test]
        fn what_is_sent_can_be_read(text in "\\PC{0,300}") {
            let (coding, parts) = encode(&text, 1);
            let octets: Vec<u8> = parts
                .iter()
                .flat_map(|part| part.octets[if part.udh { 6 } else { 0 }..].to_vec())
                .collect();
            prop_assert_eq!(decode(coding, &octets).unwrap(), text);
        }

        #[test]
        fn nothing_panics(coding in 0_u8..20, octets in prop::collection::vec(any::<u8>(), 0..200)) {
            let _read = decode(DataCoding::from(coding), &octets);
        }
    }
}
