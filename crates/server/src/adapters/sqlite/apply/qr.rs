use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};

use crate::{
    adapters::encoding::qr_columns,
    ports::store::{Digest, QrStanding, StoreError, StoredQr},
};

/// A document that is shown from now on.
pub(super) fn show(
    connection: &Connection,
    token: Digest,
    qr: &StoredQr,
) -> Result<(), StoreError> {
    let (standing, refused_for) = qr_columns(qr.standing);
    connection
        .prepare_cached(
            "INSERT INTO qr_signings (token, number, document, standing, refused_for, expires_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            token.0,
            qr.number.to_string(),
            qr.document.0,
            standing,
            refused_for,
            qr.expires_at.timestamp_millis()
        ])?;
    Ok(())
}

/// How far the telephone is, while the code lives and nothing is decided.
pub(super) fn advance(
    connection: &Connection,
    token: Digest,
    to: QrStanding,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let (standing, refused_for) = qr_columns(to);
    let moved = connection
        .prepare_cached(
            "UPDATE qr_signings SET standing = ?2, refused_for = ?3
             WHERE token = ?1 AND standing IN ('waiting', 'opened') AND expires_at > ?4",
        )?
        .execute(params![
            token.0,
            standing,
            refused_for,
            at.timestamp_millis()
        ])?;
    if moved == 1 {
        Ok(())
    } else {
        Err(StoreError::QrEnded)
    }
}
