use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, params};

use crate::adapters::sealing::Sealer;
use crate::ports::store::{CodeId, Gate, NewCode, Purpose, StoreError, Tried};

/// Puts a code in the place of the one that was there.
pub(super) fn issue(
    connection: &Connection,
    sealer: &Sealer,
    purpose: &Purpose,
    code: &NewCode,
    replaces: Option<CodeId>,
) -> Result<(), StoreError> {
    let (iin, gate) = (sealer.code_of(purpose.iin()), purpose.gate());
    let purpose = sealer.purpose(purpose);
    let there: Option<i64> = connection
        .prepare_cached("SELECT id FROM codes WHERE purpose = ?1")?
        .query_row([&purpose], |row| row.get(0))
        .optional()?;
    if there != replaces.map(|id| id.0) {
        return Err(StoreError::Conflict);
    }
    connection
        .prepare_cached("DELETE FROM codes WHERE purpose = ?1")?
        .execute([&purpose])?;
    connection
        .prepare_cached(
            "INSERT INTO codes (purpose, salt, hash, issued_at, expires_at, tries, used)
             VALUES (?1, ?2, ?3, ?4, ?5, 0, 0)",
        )?
        .execute(params![
            purpose,
            code.salt,
            code.hash.0,
            code.issued_at.timestamp_millis(),
            code.expires_at.timestamp_millis()
        ])?;
    connection
        .prepare_cached("INSERT INTO issued_codes (iin, gate, at) VALUES (?1, ?2, ?3)")?
        .execute(params![
            iin,
            gate.symbol(),
            code.issued_at.timestamp_millis()
        ])?;
    Ok(())
}

/// Counts a try; two tries at the same moment cannot both count as the same one.
pub(super) fn tried(
    connection: &Connection,
    id: CodeId,
    guessed_at: &str,
    gate: Gate,
    tries: u32,
    tried: Tried,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let counted = connection
        .prepare_cached(
            "UPDATE codes SET tries = tries + 1, used = ?3 WHERE id = ?1 AND tries = ?2 AND used = 0",
        )?
        .execute(params![id.0, tries, tried == Tried::Right])?;
    if counted == 0 {
        return Err(StoreError::Conflict);
    }
    if tried == Tried::Wrong {
        connection
            .prepare_cached("INSERT INTO wrong_codes (iin, gate, at) VALUES (?1, ?2, ?3)")?
            .execute(params![guessed_at, gate.symbol(), at.timestamp_millis()])?;
    }
    Ok(())
}
