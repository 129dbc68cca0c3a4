use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, params};

use super::columns::damaged;
use crate::ports::store::{Actor, Audit, Digest, StoreError};

/// The digest that stands before the first line.
const START: Digest = Digest([0; 32]);

/// Writes a line whose digest covers itself and, by the digest before it, all earlier lines.
pub(super) fn append(
    connection: &Connection,
    at: DateTime<Utc>,
    audit: &Audit,
) -> Result<(), StoreError> {
    let before: Option<[u8; 32]> = connection
        .prepare_cached("SELECT digest FROM audit ORDER BY place DESC LIMIT 1")?
        .query_row([], |row| row.get(0))
        .optional()?;
    let actor = match audit.actor {
        Actor::Person(iin) => format!("person/{iin}"),
        Actor::Owner(owner) => format!("owner/{owner}"),
        Actor::Service => "service".to_owned(),
    };
    let millis = at.timestamp_millis();
    let digest = line(
        before.map_or(START, Digest),
        millis,
        &actor,
        audit.action,
        &audit.object,
    );
    connection
        .prepare_cached(
            "INSERT INTO audit (at, actor, action, object, digest) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![millis, actor, audit.action, audit.object, digest.0])?;
    Ok(())
}

/// Computes every digest again.
pub(super) fn check(connection: &Connection) -> Result<(), StoreError> {
    let mut statement = connection
        .prepare("SELECT place, at, actor, action, object, digest FROM audit ORDER BY place")?;
    let mut rows = statement.query([])?;
    let mut before = START;
    while let Some(row) = rows.next()? {
        let place: i64 = row.get(0)?;
        let actor: String = row.get(2)?;
        let action: String = row.get(3)?;
        let object: String = row.get(4)?;
        let expected = line(before, row.get(1)?, &actor, &action, &object);
        before = Digest(row.get(5)?);
        if before != expected {
            return Err(damaged(format!(
                "line {place} of the audit log was changed"
            )));
        }
    }
    Ok(())
}

fn line(before: Digest, at: i64, actor: &str, action: &str, object: &str) -> Digest {
    Digest::of_parts(&[
        &before.0,
        &at.to_be_bytes(),
        actor.as_bytes(),
        action.as_bytes(),
        object.as_bytes(),
    ])
}
