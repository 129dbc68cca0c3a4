use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, params};

use crate::{
    adapters::audit_days::{AuditDay, AuditDays},
    adapters::encoding::{AUDIT_START as START, audit_digest as line, damaged},
    adapters::sealing::Sealer,
    ports::store::{Audit, Digest, StoreError},
};

/// Writes a line whose digest covers itself and, by the digest before it, all earlier lines.
pub(super) fn append(
    connection: &Connection,
    sealer: &Sealer,
    at: DateTime<Utc>,
    audit: &Audit,
) -> Result<(), StoreError> {
    let before: Option<[u8; 32]> = connection
        .prepare_cached("SELECT digest FROM audit ORDER BY place DESC LIMIT 1")?
        .query_row([], |row| row.get(0))
        .optional()?;
    let actor = sealer.actor(&audit.actor);
    let object = sealer.object(&audit.object);
    let millis = at.timestamp_millis();
    let digest = line(
        before.map_or(START, Digest),
        millis,
        &actor,
        audit.action,
        &object,
    );
    connection
        .prepare_cached(
            "INSERT INTO audit (at, actor, action, object, digest, about)
             VALUES (?1, ?2, ?3, ?4, ?5, (SELECT place FROM applications WHERE number = ?4))",
        )?
        .execute(params![millis, actor, audit.action, object, digest.0])?;
    Ok(())
}

/// How many of the newest lines are checked at every start.
const END: i64 = 1000;

/// Computes every digest again.
pub(super) fn check(connection: &Connection) -> Result<Vec<AuditDay>, StoreError> {
    let mut days = AuditDays::default();
    check_after(connection, 0, START, |at, digest| days.add(at, digest))?;
    check_about(connection)?;
    Ok(days.finish())
}

/// Lines are found by the place of what they are about, which no digest covers: it must be the place of
/// the application that the line names, so that nobody can hide a line from who looks for it. Only what
/// was written before that application was filed has none.
fn check_about(connection: &Connection) -> Result<(), StoreError> {
    let wrong: Option<i64> = connection
        .prepare(
            "SELECT audit.place FROM audit LEFT JOIN applications ON number = object
             WHERE about IS NOT applications.place AND (about IS NOT NULL OR at >= filed_at) LIMIT 1",
        )?
        .query_row([], |row| row.get(0))
        .optional()?;
    match wrong {
        None => Ok(()),
        Some(place) => Err(damaged(format!(
            "line {place} of the audit log was put to another application"
        ))),
    }
}

/// Computes the digests of the newest lines again.
pub(super) fn check_end(connection: &Connection) -> Result<(), StoreError> {
    let start: Option<(i64, [u8; 32])> = connection
        .prepare("SELECT place, digest FROM audit ORDER BY place DESC LIMIT 1 OFFSET ?1")?
        .query_row([END], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    match start {
        Some((place, digest)) => check_after(connection, place, Digest(digest), |_, _| {}),
        None => check(connection).map(drop),
    }
}

fn check_after(
    connection: &Connection,
    after: i64,
    mut before: Digest,
    mut each: impl FnMut(i64, Digest),
) -> Result<(), StoreError> {
    let mut statement = connection.prepare(
        "SELECT place, at, actor, action, object, digest FROM audit WHERE place > ?1 ORDER BY place",
    )?;
    let mut rows = statement.query([after])?;
    while let Some(row) = rows.next()? {
        let place: i64 = row.get(0)?;
        let actor: String = row.get(2)?;
        let action: String = row.get(3)?;
        let object: String = row.get(4)?;
        let at: i64 = row.get(1)?;
        let expected = line(before, at, &actor, &action, &object);
        before = Digest(row.get(5)?);
        if before != expected {
            return Err(damaged(format!(
                "line {place} of the audit log was changed"
            )));
        }
        each(at, before);
    }
    Ok(())
}
