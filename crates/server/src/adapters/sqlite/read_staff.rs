use chrono::{DateTime, Utc};
use registration::{application::ApplicationNumber, identifiers::Iin};
use rusqlite::{Connection, params};

use super::{
    columns::{digest, instant},
    read::{all, first, text},
};
use crate::{
    adapters::{encoding::staff as staff_of, sealing::Sealer},
    ports::store::{AuditLine, Look, Staff, StoreError},
};

pub(super) fn staff(
    connection: &Connection,
    sealer: &Sealer,
    iin: Iin,
) -> Result<Option<Staff>, StoreError> {
    first(
        connection,
        "SELECT role, office FROM staff WHERE iin = ?1",
        [sealer.staff(iin)],
        |row| staff_of(&text(row, "role")?, text(row, "office")?),
    )
}

pub(super) fn looks(
    connection: &Connection,
    number: ApplicationNumber,
    limit: u32,
) -> Result<Vec<Look>, StoreError> {
    all(
        connection,
        "SELECT at, role, office FROM looks WHERE number = ?1 ORDER BY at DESC LIMIT ?2",
        params![number.to_string(), limit],
        |row| {
            Ok(Look {
                at: instant(row, "at")?,
                by: staff_of(&text(row, "role")?, text(row, "office")?)?,
            })
        },
    )
}

pub(super) fn audit_lines(
    connection: &Connection,
    about: Option<ApplicationNumber>,
    before: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<AuditLine>, StoreError> {
    // The second half of the first finds what was asked about a number before there was an application
    // of it; its conditions are those of the index.
    const LINES: &str = "SELECT place, at, actor, action, object, digest FROM audit WHERE at < ?1";
    let lines = match about {
        Some(_) => format!(
            "{LINES} AND about = (SELECT place FROM applications WHERE number = ?3)
             UNION ALL {LINES} AND about IS NULL AND substr(object, 1, 2) = 'T-' AND object = ?3"
        ),
        None => format!("{LINES} AND ?3 IS NULL"),
    };
    all(
        connection,
        &format!("{lines} ORDER BY at DESC, place DESC LIMIT ?2"),
        params![
            before.timestamp_millis(),
            limit,
            about.map(|number| number.to_string())
        ],
        |row| {
            Ok(AuditLine {
                lane: 0,
                place: row.get("place")?,
                at: instant(row, "at")?,
                actor: text(row, "actor")?,
                action: text(row, "action")?,
                object: text(row, "object")?,
                digest: digest(row, "digest")?,
            })
        },
    )
}
