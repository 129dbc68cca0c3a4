use crate::ports::store::Digest;

/// A value of a row, in the form that both stores can give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::adapters) enum Cell {
    /// Nothing.
    Null,
    /// A number, a flag (0 or 1) or an instant (milliseconds since 1970).
    Integer(i64),
    /// A text, or a date as 2026-11-25.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// How many rows there are and the sum of their digests: the same for the same rows in any order,
/// so that neither side has to sort a large table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::adapters) struct Sum {
    rows: u64,
    total: [u64; 4],
}

impl Sum {
    pub(in crate::adapters) fn add(&mut self, row: &[Cell]) {
        let mut parts = Vec::with_capacity(row.len() * 2);
        let integers: Vec<[u8; 8]> = row
            .iter()
            .map(|cell| match cell {
                Cell::Integer(value) => value.to_be_bytes(),
                _ => [0; 8],
            })
            .collect();
        for (cell, integer) in row.iter().zip(&integers) {
            let (kind, value): (&[u8], &[u8]) = match cell {
                Cell::Null => (b"n", &[]),
                Cell::Integer(_) => (b"i", integer),
                Cell::Text(text) => (b"t", text.as_bytes()),
                Cell::Bytes(bytes) => (b"b", bytes),
            };
            parts.extend([kind, value]);
        }
        let digest = Digest::of_parts(&parts);
        self.rows += 1;
        // The sum of 256-bit numbers, without what is carried out of the highest place.
        let mut carried = false;
        for (total, bytes) in self.total.iter_mut().zip(digest.0.chunks_exact(8)) {
            let part = bytes
                .iter()
                .fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
            let (sum, over) = total.overflowing_add(part);
            let (sum, again) = sum.overflowing_add(u64::from(carried));
            *total = sum;
            carried = over || again;
        }
    }

    pub(in crate::adapters) fn rows(&self) -> u64 {
        self.rows
    }

    pub(in crate::adapters) fn digest(&self) -> Digest {
        let mut digest = [0; 32];
        for (place, total) in digest.chunks_exact_mut(8).zip(self.total) {
            place.copy_from_slice(&total.to_be_bytes());
        }
        Digest(digest)
    }
}

#[cfg(test)]
mod tests {
    use super::{Cell, Sum};

    fn sum(rows: &[&[Cell]]) -> Sum {
        let mut sum = Sum::default();
        rows.iter().for_each(|row| sum.add(row));
        sum
    }

    #[test]
    fn the_order_does_not_count_and_everything_else_does() {
        let text = |text: &str| Cell::Text(text.to_owned());
        let (a, b) = ([text("a"), Cell::Integer(1)], [text("b"), Cell::Null]);
        assert_eq!(sum(&[&a, &b]), sum(&[&b, &a]));
        let whole = sum(&[&a, &b]);
        for other in [
            sum(&[&a]),
            sum(&[&a, &a]),
            sum(&[&a, &b, &b]),
            sum(&[&[text("a"), Cell::Integer(2)], &b]),
            sum(&[&a, &[text("b"), text("")]]),
            sum(&[&a, &[Cell::Bytes(b"b".to_vec()), Cell::Null]]),
        ] {
            assert_ne!(whole, other);
        }
    }
}
