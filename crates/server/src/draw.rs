//! Numbers, codes and tokens drawn by chance.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use registration::application::ApplicationNumber;

use crate::{
    error::ApiError,
    ports::{Randomness, store::OutgoingId},
};

/// Random bytes.
pub(crate) fn bytes<const N: usize>(source: &dyn Randomness) -> Result<[u8; N], ApiError> {
    let mut bytes = [0; N];
    source.fill(&mut bytes).map_err(ApiError::internal)?;
    Ok(bytes)
}

/// The number of an application that is filed now.
pub(crate) fn number(
    source: &dyn Randomness,
    now: DateTime<Utc>,
) -> Result<ApplicationNumber, ApiError> {
    Ok(ApplicationNumber::draw(
        now,
        u64::from_be_bytes(bytes(source)?),
    ))
}

/// A number below a limit, each with the same chance.
fn below(source: &dyn Randomness, limit: u32) -> Result<u32, ApiError> {
    // Draws beyond the last whole multiple of the limit would make small numbers likelier.
    let fair = u32::MAX - u32::MAX % limit;
    loop {
        let drawn = u32::from_be_bytes(bytes(source)?);
        if drawn < fair {
            return Ok(drawn % limit);
        }
    }
}

/// A one-time code of six digits.
pub(crate) fn code(source: &dyn Randomness) -> Result<String, ApiError> {
    Ok(format!("{:06}", below(source, 1_000_000)?))
}

/// Four digits that tell a request for consent from others, the first of them not zero.
pub(crate) fn reply_code(source: &dyn Randomness) -> Result<u16, ApiError> {
    let drawn = 1000 + below(source, 9000)?;
    u16::try_from(drawn).map_err(ApiError::internal)
}

/// The token in a link: 128 bits in 22 characters that need no escaping.
pub(crate) fn link_token(source: &dyn Randomness) -> Result<String, ApiError> {
    Ok(URL_SAFE_NO_PAD.encode(bytes::<16>(source)?))
}

/// A name that nothing else has, with twice as many hexadecimal digits as bytes.
pub(crate) fn name<const N: usize>(source: &dyn Randomness) -> Result<String, ApiError> {
    let bytes: [u8; N] = bytes(source)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The name of something to be delivered.
pub(crate) fn outgoing_id(source: &dyn Randomness) -> Result<OutgoingId, ApiError> {
    name::<16>(source).map(OutgoingId)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::adapters::system::SystemRandomness;

    #[test]
    fn codes_have_their_shape_and_differ() {
        let mut seen = std::collections::HashSet::new();
        for _ in 0..200 {
            let code = code(&SystemRandomness).unwrap();
            assert!(
                code.len() == 6 && code.bytes().all(|digit| digit.is_ascii_digit()),
                "{code}"
            );
            assert!((1000..=9999).contains(&reply_code(&SystemRandomness).unwrap()));
            assert_eq!(link_token(&SystemRandomness).unwrap().len(), 22);
            seen.insert(code);
        }
        assert!(seen.len() > 150, "{}", seen.len());
    }
}
