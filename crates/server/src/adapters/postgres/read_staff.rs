use chrono::{DateTime, Utc};
use deadpool_postgres::Client;
use registration::{application::ApplicationNumber, identifiers::Iin};
use tokio_postgres::types::ToSql;

use super::read::{all, bytes, first};
use crate::{
    adapters::{encoding::staff as staff_of, sealing::Sealer},
    ports::store::{AuditLine, Digest, Look, Staff, StoreError},
};

pub(super) async fn staff(
    client: &Client,
    sealer: &Sealer,
    iin: Iin,
) -> Result<Option<Staff>, StoreError> {
    first(
        client,
        "SELECT role, office FROM staff WHERE iin = $1",
        &[&sealer.staff(iin)],
        |row| staff_of(row.try_get("role")?, row.try_get("office")?),
    )
    .await
}

pub(super) async fn looks(
    client: &Client,
    number: ApplicationNumber,
    limit: u32,
) -> Result<Vec<Look>, StoreError> {
    all(
        client,
        "SELECT at, role, office FROM looks WHERE number = $1 ORDER BY at DESC LIMIT $2",
        &[&number.to_string(), &i64::from(limit)],
        |row| {
            Ok(Look {
                at: row.try_get("at")?,
                by: staff_of(row.try_get("role")?, row.try_get("office")?)?,
            })
        },
    )
    .await
}

pub(super) async fn audit_lines(
    client: &Client,
    about: Option<ApplicationNumber>,
    before: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<AuditLine>, StoreError> {
    let (limit, about) = (i64::from(limit), about.map(|number| number.to_string()));
    let mut values: Vec<&(dyn ToSql + Sync)> = vec![&before, &limit];
    let only = match &about {
        Some(number) => {
            values.push(number);
            "AND object = $3 AND object <> ''"
        }
        None => "",
    };
    let sql = format!(
        "SELECT lane, place, at, actor, action, object, digest FROM audit
         WHERE at < $1 {only} ORDER BY at DESC, lane DESC, place DESC LIMIT $2"
    );
    all(client, &sql, &values, |row| {
        Ok(AuditLine {
            lane: row.try_get("lane")?,
            place: row.try_get("place")?,
            at: row.try_get("at")?,
            actor: row.try_get("actor")?,
            action: row.try_get("action")?,
            object: row.try_get("object")?,
            digest: Digest(bytes(row, "digest")?),
        })
    })
    .await
}
