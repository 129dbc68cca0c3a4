use std::{fs, io::Read, path::Path};

use super::CliError;

/// The bytes of a DMN file.
pub(super) fn dmn(path: &Path) -> Result<Vec<u8>, CliError> {
    bytes(path, dmn::MAX_BYTES)
}

/// The text of a file of at most so many bytes, or of standard input where it is called `-`.
pub(super) fn text(path: &Path, most: u64) -> Result<String, CliError> {
    let bytes = if path.as_os_str() == "-" {
        limited(std::io::stdin(), Path::new("standard input"), most)
    } else {
        bytes(path, most)
    };
    String::from_utf8(bytes?).map_err(|error| CliError::File {
        path: path.to_owned(),
        cause: std::io::Error::new(std::io::ErrorKind::InvalidData, error),
    })
}

/// The bytes of a file, refused by its size before it is read.
pub(super) fn bytes(path: &Path, most: u64) -> Result<Vec<u8>, CliError> {
    let failed = |cause| CliError::File {
        path: path.to_owned(),
        cause,
    };
    let file = fs::File::open(path).map_err(failed)?;
    let size = file.metadata().map_err(failed)?.len();
    if size > most {
        return Err(CliError::TooLarge {
            path: path.to_owned(),
            bytes: size,
            most,
        });
    }
    limited(file, path, most)
}

/// What can be read; a pipe has no size beforehand, so no more than the limit and a byte is taken.
fn limited(from: impl Read, path: &Path, most: u64) -> Result<Vec<u8>, CliError> {
    let mut bytes = Vec::new();
    let read = from.take(most + 1).read_to_end(&mut bytes);
    let read = read.map_err(|cause| CliError::File {
        path: path.to_owned(),
        cause,
    })? as u64;
    if read > most {
        return Err(CliError::TooLarge {
            path: path.to_owned(),
            bytes: read,
            most,
        });
    }
    Ok(bytes)
}
