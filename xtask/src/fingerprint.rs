//! Whether something has to be built again: a hash of the contents of what it is built from.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::places::Places;

/// FNV-1a over names and contents. It guards against forgetting, not against an attacker.
pub(crate) struct Fingerprint {
    root: PathBuf,
    hash: u64,
}

impl Fingerprint {
    /// Of nothing yet.
    pub(crate) fn new(places: &Places) -> Self {
        Self {
            root: places.root().to_owned(),
            hash: 0xcbf2_9ce4_8422_2325,
        }
    }

    /// Takes in a text.
    pub(crate) fn text(mut self, text: &str) -> Self {
        self.add(text.as_bytes());
        self
    }

    /// Takes in one file of the repository.
    pub(crate) fn file(mut self, path: &str) -> Result<Self, Error> {
        let file = self.root.join(path);
        let contents = fs::read(&file).map_err(Error::file("read", &file))?;
        self.add(path.as_bytes());
        self.add(&contents);
        Ok(self)
    }

    /// Takes in every file below a folder of the repository, in the order of their names.
    pub(crate) fn folder(mut self, path: &str) -> Result<Self, Error> {
        for file in files(&self.root.join(path))? {
            let contents = fs::read(&file).map_err(Error::file("read", &file))?;
            self.add(
                file.strip_prefix(&self.root)
                    .unwrap_or(&file)
                    .to_string_lossy()
                    .as_bytes(),
            );
            self.add(&contents);
        }
        Ok(self)
    }

    /// The hash as text.
    pub(crate) fn finish(self) -> String {
        format!("{:016x}", self.hash)
    }

    fn add(&mut self, bytes: &[u8]) {
        let length = (bytes.len() as u64).to_le_bytes();
        for byte in length.iter().chain(bytes) {
            self.hash = (self.hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}

/// Every file below `folder`, sorted; empty if there is no such folder.
pub(crate) fn files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        if !folder.is_dir() {
            continue;
        }
        for entry in fs::read_dir(&folder).map_err(Error::file("read", &folder))? {
            let path = entry.map_err(Error::file("read", &folder))?.path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
