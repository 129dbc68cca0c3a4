//! One sealed value: `s`, the number of a key, a dot, and in base64 the nonce, the value's own key
//! wrapped by that key, and the value encrypted by its own key.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chacha20poly1305::{
    ChaCha20Poly1305, XChaCha20Poly1305,
    aead::{Aead, KeyInit, Payload},
};

use super::{drawn, keys::Keys};
use crate::{
    adapters::encoding::damaged,
    ports::{Randomness, store::StoreError},
};

/// 192 bits, so that nonces drawn by chance do not meet in any number of values.
const NONCE: usize = 24;
/// A key of 32 bytes and its tag of 16.
const WRAPPED: usize = 48;
/// A value's own key encrypts once, so its nonce need not be drawn.
const ONCE: [u8; 12] = [0; 12];

pub(super) fn seal(
    keys: &Keys,
    randomness: &dyn Randomness,
    place: &str,
    text: &str,
) -> Result<String, StoreError> {
    let own: [u8; 32] = drawn(randomness).map_err(StoreError::Unavailable)?;
    let payload = Payload {
        msg: text.as_bytes(),
        aad: place.as_bytes(),
    };
    let content = ChaCha20Poly1305::new(&own.into())
        .encrypt(&ONCE.into(), payload)
        .map_err(|_| damaged("a value is too long to be sealed"))?;
    written(keys, randomness, &own, &content)
}

pub(super) fn unseal(keys: &Keys, place: &str, text: &str) -> Result<String, StoreError> {
    let (own, content) = opened(keys, text)?;
    let payload = Payload {
        msg: &content,
        aad: place.as_bytes(),
    };
    let bytes = ChaCha20Poly1305::new(&own.into())
        .decrypt(&ONCE.into(), payload)
        .map_err(|_| damaged("a sealed value is not the one that was written here"))?;
    String::from_utf8(bytes).map_err(|_| damaged("a sealed value is no text"))
}

pub(super) fn rewrap(
    keys: &Keys,
    randomness: &dyn Randomness,
    text: &str,
) -> Result<Option<String>, StoreError> {
    if number(text)? == keys.newest {
        return Ok(None);
    }
    let (own, content) = opened(keys, text)?;
    written(keys, randomness, &own, &content).map(Some)
}

fn written(
    keys: &Keys,
    randomness: &dyn Randomness,
    own: &[u8; 32],
    content: &[u8],
) -> Result<String, StoreError> {
    let id = keys.newest;
    let key = keys.seal.get(&id).ok_or_else(|| missing(id))?;
    let nonce: [u8; NONCE] = drawn(randomness).map_err(StoreError::Unavailable)?;
    let payload = Payload {
        msg: own,
        aad: &id.to_be_bytes(),
    };
    let wrapped = XChaCha20Poly1305::new(key.into())
        .encrypt(&nonce.into(), payload)
        .map_err(|_| damaged("a key cannot be wrapped"))?;
    let bytes = [nonce.as_slice(), &wrapped, content].concat();
    Ok(format!("s{id}.{}", URL_SAFE_NO_PAD.encode(bytes)))
}

fn opened(keys: &Keys, text: &str) -> Result<([u8; 32], Vec<u8>), StoreError> {
    let broken = || damaged("a sealed value is broken");
    let id = number(text)?;
    let key = keys.seal.get(&id).ok_or_else(|| missing(id))?;
    let (_, encoded) = text.split_once('.').ok_or_else(broken)?;
    let bytes = URL_SAFE_NO_PAD.decode(encoded).map_err(|_| broken())?;
    let (nonce, rest) = bytes.split_first_chunk::<NONCE>().ok_or_else(broken)?;
    let (wrapped, content) = rest.split_first_chunk::<WRAPPED>().ok_or_else(broken)?;
    let payload = Payload {
        msg: wrapped,
        aad: &id.to_be_bytes(),
    };
    let own = XChaCha20Poly1305::new(key.into())
        .decrypt(nonce.into(), payload)
        .map_err(|_| broken())?
        .try_into()
        .map_err(|_| broken())?;
    Ok((own, content.to_vec()))
}

/// The number of the key that wraps a value's own.
fn number(text: &str) -> Result<u32, StoreError> {
    text.strip_prefix('s')
        .and_then(|rest| rest.split_once('.'))
        .and_then(|(id, _)| id.parse().ok())
        .ok_or_else(|| damaged("a value that should be sealed is not"))
}

fn missing(id: u32) -> StoreError {
    StoreError::Keys(format!("key {id} is needed and not there"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::adapters::{sealing::KeysFile, system::SystemRandomness};

    #[test]
    fn a_sealed_value_opens_at_its_place_and_nowhere_else() {
        let keys = KeysFile::new(&SystemRandomness).unwrap().keys().unwrap();
        let sealed = |text: &str| seal(&keys, &SystemRandomness, "a.b/1", text).unwrap();
        for text in ["", "900101300017", "Айгүл"] {
            let here = sealed(text);
            assert_eq!(unseal(&keys, "a.b/1", &here).unwrap(), text);
            assert!(!here.contains("900101300017"), "{here}");
            assert_ne!(
                here,
                sealed(text),
                "the same text is sealed differently each time"
            );
            assert!(
                unseal(&keys, "a.b/2", &here).is_err(),
                "moved to another row"
            );
            for place in 0..here.len() {
                let mut bytes = here.clone().into_bytes();
                bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
                let altered = String::from_utf8(bytes).unwrap();
                assert!(
                    unseal(&keys, "a.b/1", &altered).is_err(),
                    "{place} of {here}"
                );
            }
        }
        assert!(
            unseal(&keys, "a.b/1", "900101300017").is_err(),
            "never sealed"
        );
    }

    #[test]
    fn a_newer_key_takes_over_what_an_older_one_sealed() {
        let mut file = KeysFile::new(&SystemRandomness).unwrap();
        let old = file.keys().unwrap();
        let sealed = seal(&old, &SystemRandomness, "a.b/1", "сөз").unwrap();
        assert_eq!(file.add(&SystemRandomness).unwrap(), 2);
        let both = file.keys().unwrap();
        assert_eq!(unseal(&both, "a.b/1", &sealed).unwrap(), "сөз");
        let moved = rewrap(&both, &SystemRandomness, &sealed).unwrap().unwrap();
        assert!(rewrap(&both, &SystemRandomness, &moved).unwrap().is_none());
        assert!(file.forget_before(3).is_err(), "all keys stay");
        assert_eq!(file.forget_before(2).unwrap(), 1);
        let new = file.keys().unwrap();
        assert_eq!(unseal(&new, "a.b/1", &moved).unwrap(), "сөз");
        assert!(matches!(
            unseal(&new, "a.b/1", &sealed),
            Err(StoreError::Keys(_))
        ));
        assert!(matches!(
            unseal(&old, "a.b/1", &moved),
            Err(StoreError::Keys(_))
        ));
    }
}
