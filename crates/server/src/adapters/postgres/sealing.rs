use deadpool_postgres::{Client, GenericClient, Transaction};
use tokio_postgres::{IsolationLevel, Row, types::ToSql};

use super::migrate::LOCK;
use crate::{
    adapters::sealing::{REWRITES, Rewrite, Sealer, Task},
    ports::store::StoreError,
};

/// Names the lock that every transaction shares in which something is sealed, and that is taken alone
/// where keys go out of use.
const KEYS: i64 = 0x7469_726b_6b79;

/// How many rows are read at a time.
const BATCH: usize = 500;

/// Refuses a database that was written with other keys. One that an earlier version wrote in clear is
/// sealed, whole or not at all; servers that start at the same time wait for each other.
pub(super) async fn expect_keys(client: &mut Client, sealer: &Sealer) -> Result<(), StoreError> {
    let transaction = client.transaction().await?;
    transaction
        .execute(
            "SELECT pg_advisory_xact_lock($1), pg_advisory_xact_lock_shared($2)",
            &[&LOCK, &KEYS],
        )
        .await?;
    let used = used(&transaction).await?;
    if used.is_empty() {
        transaction
            .batch_execute("SET LOCAL statement_timeout = 0")
            .await?;
        for what in REWRITES {
            // An answer carries the digest of its request with it, sealed.
            if what.table == "replies" {
                transaction
                    .batch_execute(
                        "UPDATE replies SET body = encode(request, 'hex') || body, request = ''",
                    )
                    .await?;
            }
            let cursor = Cursor::open(&transaction, Task::First, what).await?;
            loop {
                let rows = cursor.next().await?;
                for row in &rows {
                    rewrite(&transaction, sealer, Task::First, what, row).await?;
                }
                if rows.len() < BATCH {
                    break;
                }
            }
            cursor.close().await?;
        }
        // A person who has an application is found by the same hash as in it.
        transaction
            .batch_execute(
                "UPDATE open_applications o SET subject = a.subject
                 FROM application_numbers n, applications a
                 WHERE n.number = o.number AND a.filed_at = n.filed_at AND a.number = n.number",
            )
            .await?;
    }
    sealer.expect(&used)?;
    note(&transaction, sealer).await?;
    transaction.commit().await?;
    Ok(())
}

const USED: &str = "SELECT id, mark FROM keys_used";

async fn used(client: &impl GenericClient) -> Result<Vec<(i64, Vec<u8>)>, StoreError> {
    marks(&client.query(USED, &[]).await?)
}

fn marks(rows: &[Row]) -> Result<Vec<(i64, Vec<u8>)>, StoreError> {
    let row = |row: &Row| Ok((row.try_get("id")?, row.try_get("mark")?));
    rows.iter().map(row).collect()
}

async fn note(client: &impl GenericClient, sealer: &Sealer) -> Result<(), StoreError> {
    for (id, mark) in sealer.writing() {
        client
            .execute(
                "INSERT INTO keys_used (id, mark) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                &[&id, &mark.as_slice()],
            )
            .await?;
    }
    Ok(())
}

/// Lets a transaction write only with a key that is in use, and keeps it in use until the end of the
/// transaction. Both statements are one journey, and the second sees what was committed before the
/// first had the lock.
pub(super) async fn expect_in_use(
    transaction: &Transaction<'_>,
    sealer: &Sealer,
) -> Result<(), StoreError> {
    let lock = transaction
        .prepare_cached("SELECT pg_advisory_xact_lock_shared($1)")
        .await?;
    let select = transaction.prepare_cached(USED).await?;
    let (_locked, rows) = tokio::try_join!(
        biased;
        transaction.execute(&lock, &[&KEYS]),
        transaction.query(&select, &[])
    )?;
    if !sealer.is_noted(&marks(&rows)?)? {
        note(transaction, sealer).await?;
    }
    Ok(())
}

/// Puts everything under the newest key, also while servers work; how many rows changed. One
/// connection reads one moment, the other writes row by row, and only where nobody else was quicker.
/// What servers wrote with older keys in the meantime is found the next time; afterwards none does.
pub(super) async fn rotate(
    reading: &mut Client,
    writing: &mut Client,
    sealer: &Sealer,
) -> Result<u64, StoreError> {
    sealer.expect(&used(&*writing).await?)?;
    note(&*writing, sealer).await?;
    let snapshot = reading
        .build_transaction()
        .isolation_level(IsolationLevel::RepeatableRead)
        .read_only(true)
        .start()
        .await?;
    snapshot
        .batch_execute(
            "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0",
        )
        .await?;
    let mut total = 0;
    for what in REWRITES.iter().filter(|what| !what.sealed.is_empty()) {
        let cursor = Cursor::open(&snapshot, Task::Rewrap, what).await?;
        loop {
            let rows = cursor.next().await?;
            for row in &rows {
                total += rewrite(&*writing, sealer, Task::Rewrap, what, row).await?;
            }
            if rows.len() < BATCH {
                break;
            }
        }
        cursor.close().await?;
    }
    let end = writing.transaction().await?;
    end.execute("SELECT pg_advisory_xact_lock($1)", &[&KEYS])
        .await?;
    end.execute(
        "DELETE FROM keys_used WHERE 0 < id AND id < $1",
        &[&i64::from(sealer.newest())],
    )
    .await?;
    end.commit().await?;
    Ok(total)
}

/// The rows of a table, a few at a time.
struct Cursor<'a>(&'a Transaction<'a>);

impl<'a> Cursor<'a> {
    async fn open(
        transaction: &'a Transaction<'a>,
        task: Task,
        what: &Rewrite,
    ) -> Result<Self, StoreError> {
        let keys: Vec<String> = what
            .postgres_key
            .iter()
            .map(|key| format!("{key}::text"))
            .collect();
        let sql = format!(
            "DECLARE rewritten CURSOR FOR SELECT ({})::text, {}, {} FROM {}",
            what.place[1],
            what.columns(task).join(", "),
            keys.join(", "),
            what.table
        );
        transaction.batch_execute(&sql).await?;
        Ok(Self(transaction))
    }

    async fn next(&self) -> Result<Vec<Row>, StoreError> {
        let sql = format!("FETCH {BATCH} FROM rewritten");
        Ok(self.0.query(&sql, &[]).await?)
    }

    async fn close(self) -> Result<(), StoreError> {
        Ok(self.0.batch_execute("CLOSE rewritten").await?)
    }
}

/// Rewrites a row, if it is still as it was read; 1 where it changed.
async fn rewrite(
    client: &impl GenericClient,
    sealer: &Sealer,
    task: Task,
    what: &Rewrite,
    row: &Row,
) -> Result<u64, StoreError> {
    let columns = what.columns(task);
    let place: &str = row.try_get(0)?;
    let mut set = Vec::new();
    let mut still = Vec::new();
    let mut values: Vec<String> = Vec::new();
    for (index, column) in columns.iter().enumerate() {
        let Some(value) = row.try_get::<_, Option<&str>>(index + 1)? else {
            continue;
        };
        if let Some(new) = sealer.rewritten(task, what, column, place, value)? {
            values.push(new);
            set.push(format!("{column} = ${}", values.len()));
            values.push(value.to_owned());
            still.push(format!("{column} = ${}", values.len()));
        }
    }
    if set.is_empty() {
        return Ok(0);
    }
    for (index, key) in what.postgres_key.iter().enumerate() {
        values.push(row.try_get(1 + columns.len() + index)?);
        let kind = match *key {
            "filed_at" | "at" => "timestamptz",
            "token" | "key" => "bytea",
            "place" if what.table == "events" => "integer",
            "place" => "bigint",
            "consent" => "integer",
            _ => "text",
        };
        still.push(format!("{key} = (${}::text)::{kind}", values.len()));
    }
    let sql = format!(
        "UPDATE {} SET {} WHERE {}",
        what.table,
        set.join(", "),
        still.join(" AND ")
    );
    let statement = client.prepare_cached(&sql).await?;
    let values: Vec<&(dyn ToSql + Sync)> = values
        .iter()
        .map(|value| -> &(dyn ToSql + Sync) { value })
        .collect();
    Ok(client.execute(&statement, &values).await?)
}
