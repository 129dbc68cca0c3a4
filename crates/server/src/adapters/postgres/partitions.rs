use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};
use deadpool_postgres::Client;

use crate::ports::store::StoreError;

/// The tables of which a month is one, with the column that says which.
const MONTHLY: [(&str, &str); 6] = [
    ("applications", "filed_at"),
    ("events", "filed_at"),
    ("consents", "filed_at"),
    ("evidence", "filed_at"),
    ("notifications", "at"),
    ("audit", "at"),
];

/// How many months are prepared beyond the current one. A server prepares them when it starts and
/// every time that it tidies up.
const AHEAD: u32 = 3;

/// Makes the tables of the months from an instant on up to the next ones, where there are none.
pub(super) async fn prepare(
    client: &Client,
    from: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let last = now.date_naive().checked_add_months(Months::new(AHEAD));
    let mut month = Some(first_of(from.min(now).date_naive()));
    while let (Some(first), Some(last)) = (month, last)
        && first <= last
    {
        month_of(client, first).await?;
        month = first.checked_add_months(Months::new(1));
    }
    Ok(())
}

/// The first day of a month.
fn first_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// Makes the tables of a month. A month of which rows stand among the others already, because
/// nobody had prepared it, is left there: moving them would lock out every filing meanwhile.
async fn month_of(client: &Client, month: NaiveDate) -> Result<(), StoreError> {
    let Some(next) = month.checked_add_months(Months::new(1)) else {
        return Ok(());
    };
    for (table, column) in MONTHLY {
        let name = format!("{table}_{}", month.format("%Y_%m"));
        let there: bool = client
            .query_one("SELECT to_regclass($1) IS NOT NULL", &[&name])
            .await?
            .try_get(0)?;
        if there {
            continue;
        }
        let taken: bool = client
            .query_one(
                &format!(
                    "SELECT EXISTS (SELECT 1 FROM {table}_other WHERE {column} >= $1 AND {column} < $2)"
                ),
                &[&midnight(month), &midnight(next)],
            )
            .await?
            .try_get(0)?;
        if taken {
            continue;
        }
        let made = client
            .batch_execute(&format!(
                "CREATE TABLE IF NOT EXISTS {name} PARTITION OF {table}
                 FOR VALUES FROM ('{month} 00:00:00+00') TO ('{next} 00:00:00+00')"
            ))
            .await;
        if let Err(error) = made {
            // Another server makes it at this moment, or a filing came first: either is well.
            tracing::debug!(code = ?error.code(), name, "a month was not prepared");
        }
    }
    Ok(())
}

fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(chrono::NaiveTime::MIN).and_utc()
}
