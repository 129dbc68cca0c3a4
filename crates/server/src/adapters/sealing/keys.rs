use std::{
    collections::BTreeMap,
    fs::{self, OpenOptions},
    io::Write,
    path::{Path, PathBuf},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Deserialize;

use super::{drawn, tagged};
use crate::ports::Randomness;

/// Why there are no keys to work with.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// The file cannot be read or written.
    #[error("keys: {}: {cause}", file.display())]
    File {
        /// Which.
        file: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// There is one already, and keys are never written over.
    #[error("keys: {}: there is such a file already", file.display())]
    Exists {
        /// Which.
        file: PathBuf,
    },
    /// Others than its owner may read it.
    #[error("keys: {}: others may read it; run `chmod 600` on it", file.display())]
    Open {
        /// Which.
        file: PathBuf,
    },
    /// It is no file of keys.
    #[error("keys: {what}")]
    Wrong {
        /// What is wrong, without what stands in it.
        what: String,
    },
    /// The key that never changes has changed.
    #[error("keys: {}: its `fixed` has changed; the keys in use stay", file.display())]
    Fixed {
        /// Which.
        file: PathBuf,
    },
    /// The machine has no randomness to give.
    #[error("keys: {0}")]
    Randomness(String),
}

/// The file of keys, as it stands on a disk: TOML, readable by its owner alone.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeysFile {
    /// 32 bytes in base64. Searching, sessions and one-time codes are derived from it. Changing it
    /// would make everything unfindable.
    fixed: String,
    /// The keys that seal, the newest last.
    seal: Vec<SealKey>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SealKey {
    /// Counts from 1.
    id: u32,
    /// 32 bytes in base64.
    key: String,
}

const HEAD: &str = "# Keys of Tirkeu. Who has this file and the database can read everything; without it nobody can,\n\
                    # so keep a copy elsewhere than the copies of the database. See ADR 11.\n\n";

impl KeysFile {
    /// New keys, one of each kind.
    ///
    /// # Errors
    /// [`KeysError::Randomness`].
    pub fn new(randomness: &dyn Randomness) -> Result<Self, KeysError> {
        let mut keys = Self {
            fixed: secret(randomness)?,
            seal: Vec::new(),
        };
        keys.add(randomness)?;
        Ok(keys)
    }

    /// One more key that seals, from now on the newest; its number.
    ///
    /// # Errors
    /// [`KeysError::Randomness`].
    pub fn add(&mut self, randomness: &dyn Randomness) -> Result<u32, KeysError> {
        let id = self.seal.iter().map(|key| key.id).max().unwrap_or_default() + 1;
        let key = secret(randomness)?;
        self.seal.push(SealKey { id, key });
        Ok(id)
    }

    /// Takes every key before this one out; how many there were.
    ///
    /// # Errors
    /// [`KeysError::Wrong`] where it is not there itself: then all of them stay.
    pub fn forget_before(&mut self, id: u32) -> Result<usize, KeysError> {
        if !self.seal.iter().any(|key| key.id == id) {
            return Err(wrong(format!(
                "key {id}, under which everything is now, is not in the file any more; all keys stay"
            )));
        }
        let all = self.seal.len();
        self.seal.retain(|key| key.id >= id);
        Ok(all - self.seal.len())
    }

    /// Reads a file that only its owner may read, or a group whom root lets read it.
    ///
    /// # Errors
    /// [`KeysError`].
    pub fn read(file: &Path) -> Result<Self, KeysError> {
        let failed = |cause| KeysError::File {
            file: file.to_owned(),
            cause,
        };
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            let there = fs::metadata(file).map_err(failed)?;
            // systemd hands credentials over as files of root that the service may read by an entry
            // of the list of access, which shows as the group's right.
            let others = if there.uid() == 0 { 0o037 } else { 0o077 };
            if there.mode() & others != 0 {
                return Err(KeysError::Open {
                    file: file.to_owned(),
                });
            }
        }
        let text = fs::read_to_string(file).map_err(failed)?;
        // The message of the parser shows the line it stopped at, and with it a key.
        toml::from_str(&text)
            .map_err(|_| wrong(format!("{}: it is no file of keys", file.display())))
    }

    /// Writes a file that is not there yet, and returns once it is on the disk.
    ///
    /// # Errors
    /// [`KeysError::Exists`], [`KeysError::File`].
    pub fn write_new(&self, file: &Path) -> Result<(), KeysError> {
        self.write(file).map_err(|cause| match cause.kind() {
            std::io::ErrorKind::AlreadyExists => KeysError::Exists {
                file: file.to_owned(),
            },
            _ => KeysError::File {
                file: file.to_owned(),
                cause,
            },
        })
    }

    /// Writes it in the place of the one that is there, whole or not at all.
    ///
    /// # Errors
    /// [`KeysError::File`].
    pub fn replace(&self, file: &Path) -> Result<(), KeysError> {
        let failed = |cause| KeysError::File {
            file: file.to_owned(),
            cause,
        };
        let beside = file.with_extension("new");
        self.write(&beside).map_err(failed)?;
        fs::rename(&beside, file)
            .and_then(|()| sync_folder(file))
            .map_err(failed)
    }

    fn write(&self, file: &Path) -> std::io::Result<()> {
        let mut text = format!("{HEAD}fixed = \"{}\"\n", self.fixed);
        for SealKey { id, key } in &self.seal {
            text.push_str(&format!("\n[[seal]]\nid = {id}\nkey = \"{key}\"\n"));
        }
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut opened = options.open(file)?;
        opened.write_all(text.as_bytes())?;
        opened.sync_all()?;
        sync_folder(file)
    }

    pub(super) fn keys(&self) -> Result<Keys, KeysError> {
        let fixed = bytes(&self.fixed, "fixed")?;
        let mut seal = BTreeMap::new();
        for one in &self.seal {
            let key = bytes(&one.key, &format!("key {}", one.id))?;
            if one.id == 0 || seal.insert(one.id, key).is_some() {
                return Err(wrong(format!("key {} is there twice or is 0", one.id)));
            }
        }
        let newest = *seal
            .keys()
            .last()
            .ok_or_else(|| wrong("there is no key to seal with".to_owned()))?;
        Ok(Keys {
            search: tagged(&fixed, &[b"search"]),
            fixed,
            seal,
            newest,
        })
    }
}

/// Returns once the name of a file is on the disk too: a key that sealed something and was lost with
/// the power would take that with it.
fn sync_folder(file: &Path) -> std::io::Result<()> {
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    fs::File::open(folder.unwrap_or(Path::new("."))).and_then(|folder| folder.sync_all())
}

fn wrong(what: String) -> KeysError {
    KeysError::Wrong { what }
}

fn secret(randomness: &dyn Randomness) -> Result<String, KeysError> {
    let bytes: [u8; 32] = drawn(randomness).map_err(KeysError::Randomness)?;
    Ok(STANDARD.encode(bytes))
}

fn bytes(text: &str, what: &str) -> Result<[u8; 32], KeysError> {
    STANDARD
        .decode(text)
        .ok()
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(|| wrong(format!("{what} is not 32 bytes in base64")))
}

/// Keys to work with.
pub(super) struct Keys {
    pub(super) fixed: [u8; 32],
    pub(super) search: [u8; 32],
    pub(super) seal: BTreeMap<u32, [u8; 32]>,
    pub(super) newest: u32,
}

impl Keys {
    pub(super) fn derived(&self, what: &str) -> [u8; 32] {
        tagged(&self.fixed, &[what.as_bytes()])
    }

    /// The number of the key that seals, and its mark.
    pub(super) fn writes(&self) -> (i64, [u8; 32]) {
        let mark = self
            .seal
            .get(&self.newest)
            .map(|key| tagged(key, &[b"mark"]));
        (i64::from(self.newest), mark.unwrap_or_default())
    }

    pub(super) fn marks(&self) -> Vec<(i64, [u8; 32])> {
        let fixed = (0, self.derived("mark"));
        let sealing = self
            .seal
            .iter()
            .map(|(id, key)| (i64::from(*id), tagged(key, &[b"mark"])));
        std::iter::once(fixed).chain(sealing).collect()
    }
}
