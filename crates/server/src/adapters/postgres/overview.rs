use chrono::{DateTime, TimeDelta, Utc};
use deadpool_postgres::Client;

use crate::ports::store::{DAYS, Filings, Overview, StoreError};

/// Of what is under way only what waits for owners has a time at which to look at it.
pub(super) async fn overview(client: &Client, now: DateTime<Utc>) -> Result<Overview, StoreError> {
    let consents = client
        .prepare_cached(
            "SELECT count(*), count(*) FILTER (WHERE look_at <= $1),
             min(look_at) FILTER (WHERE look_at <= $1)
             FROM open_applications WHERE look_at IS NOT NULL",
        )
        .await?;
    let consents = client.query_one(&consents, &[&now]).await?;
    let outgoing = client
        .prepare_cached(
            "SELECT count(*), count(*) FILTER (WHERE attempts > 0), min(at),
             min(next_at) FILTER (WHERE next_at <= $1) FROM outgoing",
        )
        .await?;
    let outgoing = client.query_one(&outgoing, &[&now]).await?;
    let count = |number: i64| u64::try_from(number).unwrap_or_default();
    let age = |since: DateTime<Utc>| (now - since).max(TimeDelta::zero());
    let ended: Option<DateTime<Utc>> = consents.try_get(2)?;
    let due: Option<DateTime<Utc>> = outgoing.try_get(3)?;
    Ok(Overview {
        waiting_consents: count(consents.try_get(0)?),
        overdue_consents: count(consents.try_get(1)?),
        outgoing: count(outgoing.try_get(0)?),
        failing_outgoing: count(outgoing.try_get(1)?),
        oldest_outgoing: outgoing.try_get::<_, Option<DateTime<Utc>>>(2)?.map(age),
        oldest_due: ended.into_iter().chain(due).min().map(age),
    })
}

/// Reads the index of the months concerned, and nothing else.
pub(super) async fn filings(client: &Client, now: DateTime<Utc>) -> Result<Filings, StoreError> {
    let statement = client
        .prepare_cached(
            "SELECT date_bin('1 hour', filed_at, 'epoch') AS hour, count(*) FROM applications
             WHERE filed_at >= $1 GROUP BY hour ORDER BY hour",
        )
        .await?;
    let since = now - TimeDelta::days(DAYS);
    let rows = client.query(&statement, &[&since]).await?;
    let counted = rows.iter().map(|row| {
        let count: i64 = row.try_get(1)?;
        Ok((row.try_get(0)?, u64::try_from(count).unwrap_or_default()))
    });
    counted.collect()
}
