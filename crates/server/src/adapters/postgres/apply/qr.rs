use chrono::{DateTime, Utc};
use deadpool_postgres::Transaction;

use super::{super::Broken, run};
use crate::{
    adapters::encoding::qr_columns,
    ports::store::{Digest, QrStanding, StoreError, StoredQr},
};

/// A document that is shown from now on.
pub(super) async fn show(
    transaction: &Transaction<'_>,
    token: Digest,
    qr: &StoredQr,
) -> Result<(), Broken> {
    let (standing, refused_for) = qr_columns(qr.standing);
    run(
        transaction,
        "INSERT INTO qr_signings (token, number, document, standing, refused_for, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        &[
            &token.0.as_slice(),
            &qr.number.to_string(),
            &qr.document.0.as_slice(),
            &standing,
            &refused_for,
            &qr.expires_at,
        ],
    )
    .await?;
    Ok(())
}

/// How far the telephone is, while the code lives and nothing is decided.
pub(super) async fn advance(
    transaction: &Transaction<'_>,
    token: Digest,
    to: QrStanding,
    at: DateTime<Utc>,
) -> Result<(), Broken> {
    let (standing, refused_for) = qr_columns(to);
    let moved = run(
        transaction,
        "UPDATE qr_signings SET standing = $2, refused_for = $3
         WHERE token = $1 AND standing IN ('waiting', 'opened') AND expires_at > $4",
        &[&token.0.as_slice(), &standing, &refused_for, &at],
    )
    .await?;
    if moved == 1 {
        Ok(())
    } else {
        Err(StoreError::QrEnded.into())
    }
}
