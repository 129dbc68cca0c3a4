use std::{fs, io::Read, path::Path};

use super::CliError;

/// The bytes of a DMN file.
pub(super) fn dmn(path: &Path) -> Result<Vec<u8>, CliError> {
    bytes(path, dmn::MAX_BYTES)
}

/// The text of a file of at most so many bytes.
pub(super) fn text(path: &Path, most: u64) -> Result<String, CliError> {
    String::from_utf8(bytes(path, most)?).map_err(|error| CliError::File {
        path: path.to_owned(),
        cause: std::io::Error::new(std::io::ErrorKind::InvalidData, error),
    })
}

/// The bytes of a file, refused by its size before it is read.
fn bytes(path: &Path, most: u64) -> Result<Vec<u8>, CliError> {
    let failed = |cause| CliError::File {
        path: path.to_owned(),
        cause,
    };
    let too_large = |bytes| CliError::TooLarge {
        path: path.to_owned(),
        bytes,
        most,
    };
    let file = fs::File::open(path).map_err(failed)?;
    let size = file.metadata().map_err(failed)?.len();
    if size > most {
        return Err(too_large(size));
    }
    // A pipe has no size beforehand, so no more than the limit and a byte is taken from it.
    let mut bytes = Vec::new();
    let read = file.take(most + 1).read_to_end(&mut bytes);
    match read.map_err(failed)? as u64 {
        read if read > most => Err(too_large(read)),
        _ => Ok(bytes),
    }
}
