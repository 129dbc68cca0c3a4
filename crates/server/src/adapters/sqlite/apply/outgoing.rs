use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};

use crate::{
    adapters::encoding::OutgoingColumns,
    adapters::sealing::Sealer,
    ports::store::{Outgoing, OutgoingId, StoreError},
};

/// Puts something into the box of what is to be delivered.
pub(super) fn send(
    connection: &Connection,
    sealer: &Sealer,
    outgoing: &Outgoing,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let OutgoingColumns {
        holder,
        phone,
        text,
        number,
    } = OutgoingColumns::of(sealer, &outgoing.id.0, &outgoing.kind)?;
    connection
        .prepare_cached(
            "INSERT INTO outgoing (id, holder, phone, text, number, at, next_at, attempts, useless_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, 0, ?7)",
        )?
        .execute(params![
            outgoing.id.0,
            holder,
            phone,
            text,
            number,
            at.timestamp_millis(),
            outgoing.useless_at.map(|at| at.timestamp_millis())
        ])?;
    Ok(())
}

/// Takes something out of the box; what was in it is overwritten.
pub(super) fn delivered(connection: &Connection, id: &OutgoingId) -> Result<(), StoreError> {
    connection
        .prepare_cached("DELETE FROM outgoing WHERE id = ?1")?
        .execute([&id.0])?;
    Ok(())
}

/// Leaves something in the box for later.
pub(super) fn retry(
    connection: &Connection,
    id: &OutgoingId,
    next_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    connection
        .prepare_cached("UPDATE outgoing SET attempts = attempts + 1, next_at = ?2 WHERE id = ?1")?
        .execute(params![id.0, next_at.timestamp_millis()])?;
    Ok(())
}
