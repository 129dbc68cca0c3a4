//! Sequences of words, each stored once and known by a number.

/// Word sequences, known by their numbers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sequences {
    words: Vec<u32>,
    /// Where each sequence ends in `words`.
    ends: Vec<u32>,
}

/// A set of word sequences that gives each the number of its first appearance.
///
/// It stands in for a hash map from vectors to indexes, without an allocation per key and
/// without a hash function that would have to resist an attacker: the keys come from a policy.
#[derive(Clone, Debug)]
pub(crate) struct Interner {
    sequences: Sequences,
    /// Open addressing: the number of a sequence plus one, or zero.
    slots: Vec<u32>,
}

impl Sequences {
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The sequence with this number; empty for a number never given.
    pub(crate) fn get(&self, number: u32) -> &[u32] {
        let number = number as usize;
        let start = match number.checked_sub(1) {
            Some(before) => self.ends.get(before).copied().unwrap_or(0),
            None => 0,
        };
        let end = self.ends.get(number).copied().unwrap_or(start);
        self.words
            .get(start as usize..end as usize)
            .unwrap_or_default()
    }

    /// Adds a sequence under the next number.
    pub(crate) fn push(&mut self, sequence: &[u32]) {
        self.words.extend_from_slice(sequence);
        self.ends.push(self.words.len() as u32);
    }
}

impl Interner {
    /// An empty set with room for so many sequences before it grows.
    pub(crate) fn with_capacity(sequences: usize) -> Self {
        Self {
            sequences: Sequences {
                words: Vec::new(),
                ends: Vec::with_capacity(sequences),
            },
            slots: vec![0; (sequences * 2).next_power_of_two().max(8)],
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.sequences.len()
    }

    /// The sequence with this number; empty for a number never given.
    pub(crate) fn get(&self, number: u32) -> &[u32] {
        self.sequences.get(number)
    }

    /// The sequences so far.
    pub(crate) fn sequences(&self) -> &Sequences {
        &self.sequences
    }

    /// The sequences, to which none is added any more.
    pub(crate) fn finish(self) -> Sequences {
        self.sequences
    }

    /// The number of a sequence, and whether it is new.
    pub(crate) fn intern(&mut self, key: &[u32]) -> (u32, bool) {
        let mut slot = self.home(key);
        let mask = self.slots.len() - 1;
        loop {
            match self.slots.get(slot).copied().unwrap_or(0) {
                0 => break,
                number if self.get(number - 1) == key => return (number - 1, false),
                _ => slot = (slot + 1) & mask,
            }
        }
        let number = self.len() as u32;
        self.sequences.push(key);
        if let Some(free) = self.slots.get_mut(slot) {
            *free = number + 1;
        }
        if self.len() * 2 > self.slots.len() {
            self.grow();
        }
        (number, true)
    }

    fn home(&self, key: &[u32]) -> usize {
        let hash = key.iter().fold(0_u64, |hash, word| {
            (hash.rotate_left(5) ^ u64::from(*word)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        });
        (hash >> 32) as usize & (self.slots.len() - 1)
    }

    fn grow(&mut self) {
        let size = self.slots.len() * 2;
        self.slots = vec![0; size];
        for number in 0..self.len() as u32 {
            let mut slot = self.home(self.get(number));
            while self.slots.get(slot).is_some_and(|taken| *taken != 0) {
                slot = (slot + 1) & (size - 1);
            }
            if let Some(free) = self.slots.get_mut(slot) {
                *free = number + 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_each_sequence_once() {
        let mut interner = Interner::with_capacity(0);
        let keys: Vec<Vec<u32>> = (0..1000).map(|n| vec![n % 7; (n / 7) as usize]).collect();
        let mut expected: Vec<&Vec<u32>> = Vec::new();
        for key in &keys {
            let (number, new) = interner.intern(key);
            match expected.iter().position(|known| *known == key) {
                Some(position) => assert_eq!((number as usize, new), (position, false)),
                None => {
                    assert_eq!((number as usize, new), (expected.len(), true));
                    expected.push(key);
                }
            }
        }
        assert_eq!(interner.len(), expected.len());
        for (number, key) in (0..).zip(expected) {
            assert_eq!(interner.get(number), key);
        }
        assert!(interner.get(u32::MAX).is_empty());
    }
}
