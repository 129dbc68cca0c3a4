use chrono::{DateTime, Utc};
use deadpool_postgres::{Client, Transaction};

use super::Broken;
use crate::{
    adapters::audit_days::{AuditDay, AuditDays},
    adapters::encoding::{AUDIT_START, audit_digest, damaged},
    adapters::sealing::Sealer,
    ports::store::{Audit, Digest, StoreError},
};

/// How many chains there are; each is locked by one transaction at a time.
const LANES: i32 = 16;
/// How many lines are checked in one go.
const PAGE: i64 = 10_000;

/// Writes a line at the end of the first lane from `first` on that nobody else writes to.
pub(super) async fn append(
    transaction: &Transaction<'_>,
    sealer: &Sealer,
    at: DateTime<Utc>,
    audit: &Audit,
    first: u32,
) -> Result<(), Broken> {
    let first = i32::try_from(first % LANES.unsigned_abs()).unwrap_or_default();
    let free = transaction
        .prepare_cached(
            "SELECT lane, place, digest FROM audit_lanes
             ORDER BY (lane + 16 - $1) % 16 LIMIT 1 FOR UPDATE SKIP LOCKED",
        )
        .await?;
    let end = match transaction.query_opt(&free, &[&first]).await? {
        Some(end) => end,
        None => {
            let wait = transaction
                .prepare_cached(
                    "SELECT lane, place, digest FROM audit_lanes WHERE lane = $1 FOR UPDATE",
                )
                .await?;
            transaction.query_one(&wait, &[&first]).await?
        }
    };
    let lane: i32 = end.try_get("lane")?;
    let place: i64 = end.try_get::<_, i64>("place")? + 1;
    let actor = sealer.actor(&audit.actor);
    let object = sealer.object(&audit.object);
    let digest = audit_digest(
        bytes(end.try_get("digest")?)?,
        at.timestamp_millis(),
        &actor,
        audit.action,
        &object,
    );
    let write = transaction
        .prepare_cached(
            "WITH moved AS (UPDATE audit_lanes SET place = $2, digest = $7 WHERE lane = $1)
             INSERT INTO audit (lane, place, at, actor, action, object, digest)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .await?;
    transaction
        .execute(
            &write,
            &[
                &lane,
                &place,
                &at,
                &actor,
                &audit.action,
                &object,
                &digest.0.as_slice(),
            ],
        )
        .await?;
    Ok(())
}

fn bytes(bytes: &[u8]) -> Result<Digest, StoreError> {
    bytes
        .try_into()
        .map(Digest)
        .map_err(|_| damaged("a digest of the audit log has a wrong length"))
}

/// Computes every digest again, of one moment's log.
pub(super) async fn check(client: &mut Client) -> Result<Vec<AuditDay>, StoreError> {
    let mut days = AuditDays::default();
    let snapshot = client
        .build_transaction()
        .isolation_level(tokio_postgres::IsolationLevel::RepeatableRead)
        .read_only(true)
        .start()
        .await?;
    for lane in 0..LANES {
        let mut before = AUDIT_START;
        let mut place = 0_i64;
        loop {
            let rows = snapshot
                .query(
                    "SELECT place, at, actor, action, object, digest FROM audit
                     WHERE lane = $1 AND place > $2 ORDER BY place LIMIT $3",
                    &[&lane, &place, &PAGE],
                )
                .await?;
            for row in &rows {
                place += 1;
                let at: DateTime<Utc> = row.try_get("at")?;
                let expected = audit_digest(
                    before,
                    at.timestamp_millis(),
                    row.try_get("actor")?,
                    row.try_get("action")?,
                    row.try_get("object")?,
                );
                before = bytes(row.try_get("digest")?)?;
                if before != expected || row.try_get::<_, i64>("place")? != place {
                    return Err(damaged(format!(
                        "line {lane}/{place} of the audit log was changed"
                    )));
                }
                days.add(at.timestamp_millis(), before);
            }
            if rows.is_empty() {
                break;
            }
        }
        let end = snapshot
            .query_one(
                "SELECT place, digest FROM audit_lanes WHERE lane = $1",
                &[&lane],
            )
            .await?;
        if end.try_get::<_, i64>("place")? != place || bytes(end.try_get("digest")?)? != before {
            return Err(damaged(format!(
                "lane {lane} of the audit log ends after line {place}, and once ended elsewhere"
            )));
        }
    }
    Ok(days.finish())
}
