//! Encryption at rest, in one place for both stores (ADR 11).
//!
//! What says who somebody is stands in the tables either *sealed*, so that only who has the keys can
//! read it, or *hashed* with a key, where it is only searched for. The keys stand in a file of their
//! own, never in the database.

mod columns;
mod keys;
mod rewrite;
mod sealed;

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
    time::SystemTime,
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

pub use keys::{KeysError, KeysFile};
pub(in crate::adapters) use rewrite::{REWRITES, Rewrite, Task};

use super::system::SystemRandomness;
use crate::ports::{Randomness, store::StoreError};
use keys::Keys;

/// Seals, opens and hashes; cloning it is cheap.
#[derive(Clone)]
pub struct Sealer(Arc<Parts>);

struct Parts {
    file: PathBuf,
    randomness: SystemRandomness,
    keys: RwLock<Loaded>,
    /// Whether nothing may be written with the newest key any more.
    out_of_use: AtomicBool,
}

struct Loaded {
    keys: Arc<Keys>,
    changed: Option<SystemTime>,
}

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sealer({})", self.0.file.display())
    }
}

impl Sealer {
    /// Reads the file of keys.
    ///
    /// # Errors
    /// [`KeysError`] where it is not there, others may read it, or it is no file of keys.
    pub fn open(file: &Path) -> Result<Self, KeysError> {
        let keys = KeysFile::read(file)?.keys()?;
        Ok(Self(Arc::new(Parts {
            file: file.to_owned(),
            randomness: SystemRandomness,
            keys: RwLock::new(Loaded {
                keys: Arc::new(keys),
                changed: changed(file),
            }),
            out_of_use: AtomicBool::new(false),
        })))
    }

    /// The same, after making the file where there is none: for a sandbox, whose people are invented.
    ///
    /// # Errors
    /// As [`Sealer::open`].
    pub fn open_or_make(file: &Path) -> Result<Self, KeysError> {
        if !file.exists() {
            match KeysFile::new(&SystemRandomness)?.write_new(file) {
                // Another server of the same folder was quicker.
                Err(KeysError::Exists { .. }) | Ok(()) => {}
                Err(other) => return Err(other),
            }
        }
        Self::open(file)
    }

    /// Reads the file again where it has changed. A file that is wrong is left alone, and said so.
    ///
    /// # Errors
    /// As [`Sealer::open`]; the keys in use stay.
    pub fn refresh(&self) -> Result<bool, KeysError> {
        let now = changed(&self.0.file);
        {
            let loaded = self.0.keys.read().unwrap_or_else(PoisonError::into_inner);
            if loaded.changed == now {
                return Ok(false);
            }
        }
        let keys = KeysFile::read(&self.0.file)?.keys()?;
        let mut loaded = self.0.keys.write().unwrap_or_else(PoisonError::into_inner);
        if keys.fixed != loaded.keys.fixed {
            return Err(KeysError::Fixed {
                file: self.0.file.clone(),
            });
        }
        *loaded = Loaded {
            keys: Arc::new(keys),
            changed: now,
        };
        self.0.out_of_use.store(false, Ordering::Relaxed);
        Ok(true)
    }

    fn keys(&self) -> Arc<Keys> {
        let loaded = self.0.keys.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&loaded.keys)
    }

    /// From which tokens of sessions and one-time codes are derived: the same in every server that
    /// has these keys.
    #[must_use]
    pub fn session_secret(&self) -> [u8; 32] {
        self.keys().derived("sessions")
    }

    /// Whether a database has refused the newest key since the file was read last, because everything
    /// is under a newer one.
    #[must_use]
    pub fn is_out_of_use(&self) -> bool {
        self.0.out_of_use.load(Ordering::Relaxed)
    }

    /// The number of the key that seals now.
    #[must_use]
    pub fn newest(&self) -> u32 {
        self.keys().newest
    }

    /// Every key by number, 0 for the one that never changes, with what tells it from others and
    /// does not give it away.
    fn marks(&self) -> Vec<(i64, [u8; 32])> {
        self.keys().marks()
    }

    /// The marks of the keys that are written with from now on: the one that never changes, and the
    /// newest.
    pub(in crate::adapters) fn writing(&self) -> Vec<(i64, [u8; 32])> {
        let newest = i64::from(self.newest());
        let mut marks = self.marks();
        marks.retain(|(id, _)| *id == 0 || *id == newest);
        marks
    }

    /// Holds the keys that a database was written with against those of the file.
    ///
    /// # Errors
    /// [`StoreError::Keys`] where one is missing or another one.
    pub(in crate::adapters) fn expect(&self, used: &[(i64, Vec<u8>)]) -> Result<(), StoreError> {
        let here = self.marks();
        for (id, mark) in used {
            let what = match here.iter().find(|(known, _)| known == id) {
                Some((_, known)) if known.as_slice() == mark.as_slice() => continue,
                Some(_) if *id == 0 => "was written with other keys than those".to_owned(),
                Some(_) => format!("was written with another key {id} than the one"),
                None => format!("was written with key {id}, which is not"),
            };
            let file = self.0.file.display();
            return Err(StoreError::Keys(format!("the database {what} in {file}")));
        }
        Ok(())
    }

    /// Whether the newest key is noted among those that a database is written with. One that is newer
    /// than all of them has to be noted before it seals.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] where it is none of them any more, and the file has no newer one:
    /// everything was put under a newer key, and what an older one seals from now on could not be
    /// read once that is forgotten.
    pub(in crate::adapters) fn is_noted(
        &self,
        used: &[(i64, Vec<u8>)],
    ) -> Result<bool, StoreError> {
        let last = used.iter().map(|(id, _)| *id).max().unwrap_or_default();
        let noted = || {
            let keys = self.keys();
            let (newest, mark) = keys.writes();
            let found = used.iter().find(|(id, _)| *id == newest);
            match found {
                Some((_, noted)) => (noted.as_slice() == mark.as_slice()).then_some(true),
                None => (newest > last).then_some(false),
            }
        };
        let noted = noted().or_else(|| {
            // Whoever else asks may have read the newer file already; one that is wrong leaves the keys
            // as they are, which the server says in its log.
            let _read = self.refresh();
            noted()
        });
        self.0.out_of_use.store(noted.is_none(), Ordering::Relaxed);
        noted.ok_or_else(|| {
            let file = self.0.file.display();
            StoreError::Unavailable(format!(
                "nothing is written any more with key {} of {file}: the newest in use is key {last}",
                self.newest()
            ))
        })
    }

    /// A text that only who has the keys can read, and only at this place.
    pub(in crate::adapters) fn seal(
        &self,
        column: &str,
        row: &str,
        text: &str,
    ) -> Result<String, StoreError> {
        let place = place(column, row);
        sealed::seal(&self.keys(), &self.0.randomness, &place, text)
    }

    /// What was sealed.
    pub(in crate::adapters) fn unseal(
        &self,
        column: &str,
        row: &str,
        text: &str,
    ) -> Result<String, StoreError> {
        let place = place(column, row);
        let opened = sealed::unseal(&self.keys(), &place, text);
        match opened {
            // Another server has read a newer file of keys than this one, or somebody here has by now.
            Err(StoreError::Keys(_)) if self.refresh().is_ok() => {
                sealed::unseal(&self.keys(), &place, text)
            }
            other => other,
        }
    }

    /// The same text under the newest key; `None` where it is already.
    pub(in crate::adapters) fn rewrap(&self, text: &str) -> Result<Option<String>, StoreError> {
        sealed::rewrap(&self.keys(), &self.0.randomness, text)
    }

    /// By what a value is found again: 128 bits that tell nothing of it, and differ from column to
    /// column.
    pub(in crate::adapters) fn hashed(&self, column: &str, value: &str) -> String {
        let keys = self.keys();
        let tag = tagged(&keys.search, &[column.as_bytes(), value.as_bytes()]);
        URL_SAFE_NO_PAD.encode(&tag[..16])
    }
}

/// HMAC-SHA-256 (RFC 2104) over parts, each preceded by its length.
fn tagged(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    // A key shorter than a block is filled up with zeros, as HMAC itself does.
    let mut block = [0; 64];
    block[..32].copy_from_slice(key);
    let mut mac = Hmac::<Sha256>::new(&block.into());
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

fn place(column: &str, row: &str) -> String {
    format!("{column}/{row}")
}

fn changed(file: &Path) -> Option<SystemTime> {
    std::fs::metadata(file)
        .and_then(|there| there.modified())
        .ok()
}

fn drawn<const N: usize>(randomness: &dyn Randomness) -> Result<[u8; N], String> {
    let mut bytes = [0; N];
    randomness.fill(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_key_seals_while_it_is_in_use_or_newer_than_those_that_are() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("keys.toml");
        let mut keys = KeysFile::new(&SystemRandomness).unwrap();
        keys.write_new(&file).unwrap();
        let sealer = Sealer::open(&file).unwrap();
        let marks = |sealer: &Sealer| -> Vec<(i64, Vec<u8>)> {
            let marks = sealer.marks().into_iter();
            marks.map(|(id, mark)| (id, mark.to_vec())).collect()
        };
        let first = marks(&sealer);
        assert!(sealer.is_noted(&first).unwrap());
        assert!(!sealer.is_noted(&first[..1]).unwrap(), "it is new");

        keys.add(&SystemRandomness).unwrap();
        let newer = folder.path().join("newer.toml");
        keys.write_new(&newer).unwrap();
        let both = marks(&Sealer::open(&newer).unwrap());
        assert!(sealer.is_noted(&both).unwrap(), "some have a newer one");
        let without = [both[0].clone(), both[2].clone()];
        let refused = sealer.is_noted(&without).unwrap_err().to_string();
        assert!(refused.contains("the newest in use is key 2"), "{refused}");
        assert!(sealer.is_out_of_use());
        let another = [both[0].clone(), (1, both[2].1.clone())];
        assert!(sealer.is_noted(&another).is_err(), "another key 1");

        keys.replace(&file).unwrap();
        assert!(sealer.is_noted(&without).unwrap(), "the file is read again");
        assert!(!sealer.is_out_of_use());
    }
}
