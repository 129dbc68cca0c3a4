use chrono::{DateTime, Utc};
use deadpool_postgres::Transaction;
use registration::application::ApplicationNumber;

use super::{super::Broken, run};
use crate::ports::store::{Digest, StoreError, StoredEvidence};

/// Keeps the hash of a challenge.
pub(super) async fn challenge(
    transaction: &Transaction<'_>,
    hash: Digest,
    expires_at: DateTime<Utc>,
) -> Result<(), Broken> {
    run(
        transaction,
        "INSERT INTO challenges (hash, expires_at) VALUES ($1, $2)",
        &[&hash.0.as_slice(), &expires_at],
    )
    .await?;
    Ok(())
}

/// Takes a challenge away, if it is alive.
pub(super) async fn meet(
    transaction: &Transaction<'_>,
    hash: Digest,
    at: DateTime<Utc>,
) -> Result<(), Broken> {
    let met = run(
        transaction,
        "DELETE FROM challenges WHERE hash = $1 AND expires_at > $2",
        &[&hash.0.as_slice(), &at],
    )
    .await?;
    match met {
        0 => Err(StoreError::ChallengeDead.into()),
        _ => Ok(()),
    }
}

/// Keeps what a signature was verified with, in the month of its application.
pub(super) async fn keep(
    transaction: &Transaction<'_>,
    number: ApplicationNumber,
    kept: &StoredEvidence,
) -> Result<(), Broken> {
    let rows = run(
        transaction,
        "INSERT INTO evidence (number, filed_at, signed, at, content, body)
         SELECT number, filed_at, $2, $3, $4, $5 FROM application_numbers WHERE number = $1",
        &[
            &number.to_string(),
            &kept.signed.symbol(),
            &kept.at,
            &kept.content,
            &kept.evidence,
        ],
    )
    .await?;
    match rows {
        1 => Ok(()),
        _ => Err(StoreError::Conflict.into()),
    }
}
