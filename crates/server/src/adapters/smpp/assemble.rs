//! Parts of a long message from a telephone are put together again.

use std::{collections::HashMap, time::Duration};

/// How long parts wait for each other.
const WAIT: Duration = Duration::from_secs(120);
/// How many messages wait at most; the oldest goes when there are more.
const WAITING: usize = 1000;

/// Which part of which message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Names the message among those of one telephone.
    pub(super) reference: u16,
    /// How many parts it has.
    pub(super) total: u8,
    /// Which it is, from 1.
    pub(super) number: u8,
}

/// A user data header (3GPP TS 23.040, 9.2.3.24) and what follows it. `None` where the header is
/// longer than the message.
pub(super) fn split_header(octets: &[u8]) -> Option<(Option<Place>, &[u8])> {
    let length = usize::from(*octets.first()?);
    let header = octets.get(1..=length)?;
    let text = octets.get(length + 1..)?;
    let mut rest = header;
    while let [id, size, later @ ..] = rest {
        let (element, later) = later.split_at_checked(usize::from(*size))?;
        let place = match (id, element) {
            (0, &[reference, total, number]) => Some((u16::from(reference), total, number)),
            (8, &[high, low, total, number]) => {
                Some((u16::from_be_bytes([high, low]), total, number))
            }
            _ => None,
        };
        if let Some((reference, total, number)) = place {
            let place = Place {
                reference,
                total,
                number,
            };
            return Some((Some(place), text));
        }
        rest = later;
    }
    Some((None, text))
}

/// Messages of which parts are missing.
#[derive(Debug, Default)]
pub(super) struct Assembly(HashMap<(String, u16, u8), Waiting>);

#[derive(Debug)]
struct Waiting {
    since: Duration,
    parts: Vec<Option<String>>,
}

impl Assembly {
    /// Takes a part in; the whole text once all are there. The last part may come again, since the
    /// carrier repeats what was not acknowledged: [`Self::done`] says that it was.
    pub(super) fn add(
        &mut self,
        from: &str,
        place: Place,
        text: String,
        now: Duration,
    ) -> Option<String> {
        self.0
            .retain(|_, waiting| now.saturating_sub(waiting.since) < WAIT);
        let key = (from.to_owned(), place.reference, place.total);
        if !self.0.contains_key(&key) && self.0.len() >= WAITING {
            let oldest = self.0.iter().min_by_key(|(_, waiting)| waiting.since);
            if let Some(oldest) = oldest.map(|(key, _)| key.clone()) {
                self.0.remove(&oldest);
            }
        }
        let waiting = self.0.entry(key).or_insert_with(|| Waiting {
            since: now,
            parts: vec![None; usize::from(place.total)],
        });
        let index = usize::from(place.number).checked_sub(1)?;
        *waiting.parts.get_mut(index)? = Some(text);
        waiting.parts.iter().cloned().collect()
    }

    /// The whole text is safe elsewhere.
    pub(super) fn done(&mut self, from: &str, place: Place) {
        self.0
            .remove(&(from.to_owned(), place.reference, place.total));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use proptest::prelude::*;

    use super::*;

    fn place(number: u8) -> Place {
        Place {
            reference: 7,
            total: 3,
            number,
        }
    }

    #[test]
    fn headers_are_read() {
        type Split<'a> = Option<(Option<(u16, u8, u8)>, &'a [u8])>;
        let check = |octets: &[u8], expected: Split<'_>| {
            let given = split_header(octets)
                .map(|(place, text)| (place.map(|it| (it.reference, it.total, it.number)), text));
            assert_eq!(given, expected, "{octets:?}");
        };
        check(
            b"\x05\x00\x03\x07\x03\x01ab",
            Some((Some((7, 3, 1)), b"ab")),
        );
        check(
            b"\x06\x08\x04\x01\x00\x02\x01a",
            Some((Some((256, 2, 1)), b"a")),
        );
        check(b"\x04\x05\x02\x00\x00a", Some((None, b"a")));
        check(b"\x00a", Some((None, b"a")));
        check(b"", None);
        check(b"\x05\x00\x03", None);
        check(b"\x02\x00\x09a", None);
    }

    #[test]
    fn parts_come_in_any_order_and_more_than_once() {
        let mut assembly = Assembly::default();
        let mut add = |from: &str, number, text: &str, at| {
            assembly.add(
                from,
                place(number),
                text.to_owned(),
                Duration::from_secs(at),
            )
        };
        assert_eq!(add("a", 3, "c", 0), None);
        assert_eq!(add("b", 1, "x", 0), None);
        assert_eq!(add("a", 3, "c", 1), None);
        assert_eq!(add("a", 1, "a", 2), None);
        assert_eq!(add("a", 4, "d", 2), None, "no such part");
        assert_eq!(add("a", 0, "d", 2), None, "no such part");
        assert_eq!(add("a", 2, "b", 3), Some("abc".to_owned()));
        assert_eq!(add("a", 2, "b", 4), Some("abc".to_owned()), "not done yet");
        assert_eq!(add("b", 2, "y", 130), None, "its beginning is too old");
        assert_eq!(add("b", 3, "z", 131), None);
    }

    proptest! {
        #[test]
        fn nothing_panics(octets in prop::collection::vec(any::<u8>(), 0..40)) {
            let _read = split_header(&octets);
        }
    }
}
