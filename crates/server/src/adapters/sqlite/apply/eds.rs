use chrono::{DateTime, Utc};
use registration::application::ApplicationNumber;
use rusqlite::{Connection, params};

use crate::ports::store::{Digest, StoreError, StoredEvidence};

/// Keeps the hash of a challenge.
pub(super) fn challenge(
    connection: &Connection,
    hash: Digest,
    expires_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    connection
        .prepare_cached("INSERT INTO challenges (hash, expires_at) VALUES (?1, ?2)")?
        .execute(params![hash.0, expires_at.timestamp_millis()])?;
    Ok(())
}

/// Takes a challenge away, if it is alive.
pub(super) fn meet(
    connection: &Connection,
    hash: Digest,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let met = connection
        .prepare_cached("DELETE FROM challenges WHERE hash = ?1 AND expires_at > ?2")?
        .execute(params![hash.0, at.timestamp_millis()])?;
    match met {
        0 => Err(StoreError::ChallengeDead),
        _ => Ok(()),
    }
}

/// Keeps what a signature was verified with.
pub(super) fn keep(
    connection: &Connection,
    number: ApplicationNumber,
    kept: &StoredEvidence,
) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO evidence (number, signed, at, content, body) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            number.to_string(),
            kept.signed.symbol(),
            kept.at.timestamp_millis(),
            kept.content,
            kept.evidence,
        ])?;
    Ok(())
}
