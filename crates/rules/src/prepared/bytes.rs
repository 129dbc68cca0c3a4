//! Numbers and texts as bytes: seven bits of a number to a byte, the low ones first, the eighth
//! bit saying that more follow.

use chrono::{Datelike, NaiveDate};

/// Writes what [`Reader`] reads.
#[derive(Default)]
pub(super) struct Writer {
    pub(super) bytes: Vec<u8>,
}

/// Reads what [`Writer`] wrote.
///
/// Bytes that nobody can have written make it damaged for good: from then on it reads zeros and
/// empty lists. So the readers of what is made of numbers have no errors to pass on, which spares
/// the page their code, and whoever reads last asks [`Reader::ends`].
pub(super) struct Reader<'b> {
    bytes: &'b [u8],
    damaged: bool,
}

impl Writer {
    pub(super) fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    pub(super) fn index(&mut self, index: usize) {
        self.number(index as u64);
    }

    /// Near zero on either side is short.
    pub(super) fn signed(&mut self, number: i64) {
        self.number((number << 1 ^ number >> 63) as u64);
    }

    pub(super) fn text(&mut self, text: &str) {
        self.slice(text.as_bytes());
    }

    pub(super) fn slice(&mut self, bytes: &[u8]) {
        self.index(bytes.len());
        self.bytes.extend_from_slice(bytes);
    }

    pub(super) fn day(&mut self, day: Option<NaiveDate>) {
        self.option(day, |writer, day| {
            writer.signed(day.num_days_from_ce().into());
        });
    }

    pub(super) fn option<T>(&mut self, option: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.bytes.push(u8::from(option.is_some()));
        if let Some(value) = option {
            write(self, value);
        }
    }

    /// Each item has to take at least one byte.
    pub(super) fn list<T>(
        &mut self,
        items: impl IntoIterator<Item = T, IntoIter: ExactSizeIterator>,
        mut write: impl FnMut(&mut Self, T),
    ) {
        let items = items.into_iter();
        self.index(items.len());
        items.for_each(|item| write(self, item));
    }

    pub(super) fn bits(&mut self, bits: &[bool]) {
        for bits in bits.chunks(8) {
            let bits = (0..).zip(bits);
            self.bytes
                .push(bits.fold(0, |byte, (place, bit)| byte | u8::from(*bit) << place));
        }
    }
}

impl<'b> Reader<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self {
            bytes,
            damaged: false,
        }
    }

    /// Whether everything was read and nothing was wrong.
    pub(super) fn ends(&self) -> bool {
        !self.damaged && self.bytes.is_empty()
    }

    pub(super) fn damage(&mut self) {
        self.damaged = true;
        self.bytes = &[];
    }

    /// Notes damage unless something is as it has to be.
    pub(super) fn check(&mut self, sound: bool) {
        if !sound {
            self.damage();
        }
    }

    pub(super) fn byte(&mut self) -> u8 {
        match self.bytes.split_first() {
            Some((byte, rest)) => {
                self.bytes = rest;
                *byte
            }
            None => {
                self.damage();
                0
            }
        }
    }

    pub(super) fn number(&mut self) -> u64 {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte();
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return number;
            }
        }
        self.damage();
        0
    }

    /// A number below `count`.
    pub(super) fn index(&mut self, count: usize) -> usize {
        let number = self.number();
        let sound = number < count as u64;
        self.check(sound);
        if sound { number as usize } else { 0 }
    }

    pub(super) fn signed(&mut self) -> i64 {
        let number = self.number();
        (number >> 1) as i64 ^ -((number & 1) as i64)
    }

    /// So many bytes.
    pub(super) fn slice(&mut self) -> &'b [u8] {
        let length = self.index(self.bytes.len());
        match self.bytes.split_at_checked(length) {
            Some((slice, rest)) => {
                self.bytes = rest;
                slice
            }
            None => {
                self.damage();
                &[]
            }
        }
    }

    pub(super) fn text(&mut self) -> String {
        match str::from_utf8(self.slice()) {
            Ok(text) => text.to_owned(),
            Err(_) => {
                self.damage();
                String::new()
            }
        }
    }

    pub(super) fn day(&mut self) -> Option<NaiveDate> {
        self.option(Self::signed).and_then(|days| {
            let days = i32::try_from(days).ok();
            let day = days.and_then(NaiveDate::from_num_days_from_ce_opt);
            self.check(day.is_some());
            day
        })
    }

    pub(super) fn option<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.index(2) != 0).then(|| read(self))
    }

    pub(super) fn list<T>(&mut self, mut read: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let mut items = Vec::new();
        // There cannot be more items than bytes.
        for _ in 0..self.index(self.bytes.len()) {
            items.push(read(self));
        }
        items
    }

    pub(super) fn bits(&mut self, count: usize) -> Vec<bool> {
        let mut byte = 0;
        let bits = (0..count).map(|place| {
            if place % 8 == 0 {
                byte = self.byte();
            }
            byte >> (place % 8) & 1 != 0
        });
        bits.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_survive() {
        let numbers = [0, 1, -1, 63, 64, -64, -65, i64::MAX, i64::MIN];
        let mut writer = Writer::default();
        numbers.iter().for_each(|number| writer.signed(*number));
        let mut reader = Reader::new(&writer.bytes);
        assert_eq!(numbers.map(|_| reader.signed()), numbers);
        assert!(reader.ends());
    }

    #[test]
    fn days_survive() {
        let days = [None, Some(NaiveDate::MIN), Some(NaiveDate::MAX)];
        let mut writer = Writer::default();
        days.iter().for_each(|day| writer.day(*day));
        let mut reader = Reader::new(&writer.bytes);
        assert_eq!(days.map(|_| reader.day()), days);
        assert!(reader.ends());
    }

    #[test]
    fn bits_survive() {
        for count in 0..20 {
            let bits: Vec<bool> = (0..count).map(|bit| bit % 3 == 0).collect();
            let mut writer = Writer::default();
            writer.bits(&bits);
            let mut reader = Reader::new(&writer.bytes);
            assert_eq!(reader.bits(count), bits);
            assert!(reader.ends());
        }
    }

    fn check(bytes: &[u8], read: impl FnOnce(&mut Reader<'_>)) {
        let mut reader = Reader::new(bytes);
        read(&mut reader);
        assert!(!reader.ends(), "{bytes:?}");
    }

    #[test]
    fn what_nobody_can_have_written_is_damage() {
        check(&[0x80], |reader| assert_eq!(reader.number(), 0));
        check(&[0xff; 11], |reader| assert_eq!(reader.number(), 0));
        check(&[3], |reader| assert_eq!(reader.index(3), 0));
        check(&[2, b'a'], |reader| assert_eq!(reader.text(), ""));
        check(&[1, 0xff, 0], |reader| assert_eq!(reader.text(), ""));
        check(&[2], |reader| assert_eq!(reader.day(), None));
        // A length of two bytes, one more than there are bytes after it.
        let mut short = vec![0x81, 1];
        short.resize(2 + 128, b'a');
        check(&short, |reader| assert_eq!(reader.text(), ""));
        check(&[9, 9], |reader| {
            assert!(reader.list(Reader::byte).is_empty());
        });
        check(&[0, 0], |reader| assert_eq!(reader.number(), 0));
    }
}
