use std::fmt;

use sha2::{Digest as _, Sha256};

/// SHA-256 of something that is not to be kept itself, or that has to be told from others.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// The digest of plain bytes, as everybody else computes it.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The digest of several parts, each preceded by its length, so that no two lists are alike.
    #[must_use]
    pub fn of_parts(parts: &[&[u8]]) -> Self {
        let mut hasher = Sha256::new();
        for part in parts {
            hasher.update((part.len() as u64).to_be_bytes());
            hasher.update(part);
        }
        Self(hasher.finalize().into())
    }

    /// The digest of something that was made at this time, in milliseconds of Unix time: its first six
    /// bytes are the time's, so that what was made at one time lies together in an index. The other 208
    /// bits still tell any two apart.
    #[must_use]
    pub fn made_at(mut self, millis: u64) -> Self {
        let [_, _, time @ ..] = millis.to_be_bytes();
        for (byte, of_time) in self.0.iter_mut().zip(time) {
            *byte = of_time;
        }
        self
    }

    /// 64 hexadecimal digits in small letters.
    #[must_use]
    pub fn hex(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hex = self.hex();
        write!(f, "Digest({}…)", hex.get(..8).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::Digest;

    #[test]
    fn the_digest_is_sha_256() {
        // FIPS 180-4, the example for "abc".
        assert_eq!(
            Digest::of(b"abc").hex(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn digests_lie_in_the_order_of_their_times() {
        let check = |millis, time: &str| {
            let rest = "cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
            let digest = Digest::of(b"abc").made_at(millis);
            assert_eq!(digest.hex(), format!("{time}{rest}"));
        };
        check(0, "000000000000");
        check(1_764_440_752_000, "019ad0dd3f80");
        // Beyond the year 10889 the times begin anew.
        check(u64::MAX, "ffffffffffff");
    }

    #[test]
    fn parts_are_told_apart() {
        assert_ne!(
            Digest::of_parts(&[b"ab", b"c"]),
            Digest::of_parts(&[b"a", b"bc"])
        );
        assert_ne!(Digest::of_parts(&[b"ab"]), Digest::of_parts(&[b"ab", b""]));
    }
}
