use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Connection, OptionalExtension, params};

use crate::ports::store::{DAYS, Filings, Overview, StoreError};

pub(super) fn overview(
    connection: &Connection,
    now: DateTime<Utc>,
) -> Result<Overview, StoreError> {
    let now = now.timestamp_millis();
    let age = |since: Option<i64>| since.map(|since| TimeDelta::milliseconds((now - since).max(0)));
    let (waiting, overdue, ended): (i64, i64, Option<i64>) = connection.query_row(
        "SELECT count(*), count(*) FILTER (WHERE until <= ?1), min(until) FILTER (WHERE until <= ?1)
         FROM applications WHERE state = 'awaiting_consent'",
        params![now],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let (outgoing, failing, oldest, due): (i64, i64, Option<i64>, Option<i64>) = connection
        .query_row(
            "SELECT count(*), count(*) FILTER (WHERE attempts > 0), min(at),
             min(next_at) FILTER (WHERE next_at <= ?1) FROM outgoing",
            params![now],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
        )?;
    Ok(Overview {
        waiting_consents: count(waiting),
        overdue_consents: count(overdue),
        outgoing: count(outgoing),
        failing_outgoing: count(failing),
        oldest_outgoing: age(oldest),
        oldest_due: age(ended.into_iter().chain(due).min()),
    })
}

fn count(rows: i64) -> u64 {
    u64::try_from(rows).unwrap_or_default()
}

/// Filings stand in the audit log in the order of time, so that the first of them is found by
/// halving, and nothing older is read.
pub(super) fn filings(connection: &Connection, now: DateTime<Utc>) -> Result<Filings, StoreError> {
    let since = (now - TimeDelta::days(DAYS)).timestamp_millis();
    let (mut low, mut high): (i64, i64) = connection.query_row(
        "SELECT coalesce(min(place), 0), coalesce(max(place), -1) + 1 FROM audit",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let mut at = connection.prepare_cached("SELECT at FROM audit WHERE place >= ?1 LIMIT 1")?;
    while low < high {
        let middle = low + (high - low) / 2;
        let found: Option<i64> = at.query_row(params![middle], |row| row.get(0)).optional()?;
        if found.is_some_and(|at| at < since) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    let mut counts = connection.prepare_cached(
        "SELECT at / 3600000 AS hour, count(*) FROM audit
         WHERE place >= ?1 AND at >= ?2 AND action = 'file' GROUP BY hour ORDER BY hour",
    )?;
    let mut rows = counts.query(params![low, since])?;
    let mut found = Filings::new();
    while let Some(row) = rows.next()? {
        let hour: i64 = row.get(0)?;
        let hour = DateTime::from_timestamp_millis(hour.saturating_mul(3_600_000))
            .ok_or_else(|| StoreError::Damaged("an hour that is none".to_owned()))?;
        found.push((hour, count(row.get(1)?)));
    }
    Ok(found)
}
