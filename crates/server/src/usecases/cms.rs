use base64::{Engine, engine::general_purpose::STANDARD};
use wire::ProblemCode;

use crate::error::ApiError;

/// The bytes of a signed message in base64, which may be broken into lines.
pub(super) fn decode(text: &str) -> Result<Vec<u8>, ApiError> {
    let letters: String = text
        .chars()
        .filter(|letter| !letter.is_ascii_whitespace())
        .collect();
    STANDARD
        .decode(letters)
        .map_err(|_| ApiError::new(ProblemCode::EdsMalformed))
}
