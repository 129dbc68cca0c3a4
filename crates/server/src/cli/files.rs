use std::{fs, io::Read, path::Path};

use super::CliError;

/// The bytes of a DMN file, refused by its size before it is read.
pub(super) fn dmn(path: &Path) -> Result<Vec<u8>, CliError> {
    let failed = |cause| CliError::File {
        path: path.to_owned(),
        cause,
    };
    let file = fs::File::open(path).map_err(failed)?;
    let size = file.metadata().map_err(failed)?.len();
    if size > dmn::MAX_BYTES {
        return Err(CliError::TooLarge {
            path: path.to_owned(),
            bytes: size,
        });
    }
    // A pipe has no size beforehand, so no more than the limit and a byte is taken from it.
    let mut bytes = Vec::new();
    file.take(dmn::MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    Ok(bytes)
}
