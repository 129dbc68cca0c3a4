use std::{
    fs::{self, File, OpenOptions},
    path::Path,
};

use super::{Sqlite, connection};
use crate::ports::store::StoreError;

impl Sqlite {
    /// Writes a file as it stands at one moment into a new one, also while a server writes, and
    /// returns once the copy is on the disk and found whole.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] where the copy is there already or cannot be written,
    /// [`StoreError::Damaged`] where the file is damaged.
    pub fn back_up(file: &Path, copy: &Path) -> Result<(), StoreError> {
        let connection = connection::open_to_read(file)?;
        connection::check_version(&connection)?;
        private(copy)?;
        // An empty file may be written to, so that nobody else can read it from the start.
        connection.execute("VACUUM INTO ?1", [copy.to_string_lossy()])?;
        synced(copy)?;
        Self::check(copy)
    }

    /// Makes a new file of a copy.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] where the file is there already or cannot be written,
    /// [`StoreError::Damaged`] where the copy is damaged.
    pub fn restore(copy: &Path, file: &Path) -> Result<(), StoreError> {
        Self::check(copy)?;
        private(file)?;
        fs::copy(copy, file).map_err(failed)?;
        synced(file)?;
        Self::check(file)
    }
}

fn failed(error: std::io::Error) -> StoreError {
    StoreError::Unavailable(error.to_string())
}

/// A new file that only this user can read.
fn private(file: &Path) -> Result<(), StoreError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(file)
        .map(drop)
        .map_err(|error| StoreError::Unavailable(format!("{}: {error}", file.display())))
}

/// Returns once a file and its name are on the disk.
fn synced(file: &Path) -> Result<(), StoreError> {
    File::open(file)
        .and_then(|file| file.sync_all())
        .map_err(failed)?;
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))
        .and_then(|folder| folder.sync_all())
        .map_err(failed)
}
