use rusqlite::{Connection, Transaction, TransactionBehavior, types::Value};

use crate::{
    adapters::sealing::{REWRITES, Rewrite, Sealer, Task},
    ports::store::StoreError,
};

/// How many rows are put under another key in one transaction, so that a server that writes at the
/// same time waits for milliseconds only.
const BATCH: usize = 500;

/// Refuses a file that was written with other keys. A file that an earlier version wrote in clear is
/// sealed, whole or not at all.
pub(super) fn expect_keys(connection: &mut Connection, sealer: &Sealer) -> Result<(), StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let used = used(&transaction)?;
    let mut sealed = 0;
    if used.is_empty() {
        for what in REWRITES {
            // An answer carries the digest of its request with it, sealed.
            if what.table == "replies" {
                transaction.execute_batch(
                    "UPDATE replies SET body = lower(hex(request)) || body, request = x''",
                )?;
            }
            let mut batch = Batch::default();
            while batch.go_on {
                batch = rewrite(&transaction, sealer, Task::First, what, batch.last)?;
                sealed += batch.changed;
            }
        }
    }
    sealer.expect(&used)?;
    note(&transaction, sealer)?;
    transaction.commit()?;
    if sealed > 0 {
        // What stood in clear stands in pages that are free now, and in the log.
        connection.execute_batch("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)")?;
    }
    Ok(())
}

fn used(connection: &Connection) -> Result<Vec<(i64, Vec<u8>)>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT id, mark FROM keys_used")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn note(connection: &Connection, sealer: &Sealer) -> Result<(), StoreError> {
    for (id, mark) in sealer.writing() {
        connection.execute(
            "INSERT OR IGNORE INTO keys_used (id, mark) VALUES (?1, ?2)",
            (id, mark),
        )?;
    }
    Ok(())
}

/// Lets a transaction that has the lock of whoever writes go on only with a key that is in use.
pub(super) fn expect_in_use(
    transaction: &Transaction<'_>,
    sealer: &Sealer,
) -> Result<(), StoreError> {
    if !sealer.is_noted(&used(transaction)?)? {
        note(transaction, sealer)?;
    }
    Ok(())
}

/// Puts everything under the newest key, also while a server works; how many rows changed. What the
/// server wrote with older keys in the meantime is found the next time; afterwards it does no more.
pub(super) fn rotate(connection: &mut Connection, sealer: &Sealer) -> Result<u64, StoreError> {
    sealer.expect(&used(connection)?)?;
    note(connection, sealer)?;
    let mut total = 0;
    for what in REWRITES.iter().filter(|what| !what.sealed.is_empty()) {
        let mut batch = Batch::default();
        while batch.go_on {
            let transaction =
                connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            batch = rewrite(&transaction, sealer, Task::Rewrap, what, batch.last)?;
            transaction.commit()?;
            total += batch.changed;
        }
    }
    connection.execute(
        "DELETE FROM keys_used WHERE 0 < id AND id < ?1",
        [sealer.newest()],
    )?;
    Ok(total)
}

/// Some rows that were looked at.
struct Batch {
    /// The key of the last one.
    last: Vec<Value>,
    /// Whether there may be more.
    go_on: bool,
    /// How many of them changed.
    changed: u64,
}

impl Default for Batch {
    fn default() -> Self {
        Self {
            last: Vec::new(),
            go_on: true,
            changed: 0,
        }
    }
}

/// Rewrites the rows after a key.
fn rewrite(
    connection: &Connection,
    sealer: &Sealer,
    task: Task,
    what: &Rewrite,
    after: Vec<Value>,
) -> Result<Batch, StoreError> {
    let columns = what.columns(task);
    let keys = what.key.join(", ");
    let numbered = |first: usize, count: usize| {
        let all: Vec<String> = (first..first + count).map(|at| format!("?{at}")).collect();
        all.join(", ")
    };
    let from = match after.len() {
        0 => String::new(),
        count => format!("WHERE ({keys}) > ({})", numbered(1, count)),
    };
    let sql = format!(
        "SELECT CAST({} AS TEXT), {}, {keys} FROM {} {from} ORDER BY {keys} LIMIT {BATCH}",
        what.place[0],
        columns.join(", "),
        what.table,
    );
    let set: Vec<String> = (1..)
        .zip(&columns)
        .map(|(at, column)| format!("{column} = ?{at}"))
        .collect();
    let update = format!(
        "UPDATE {} SET {} WHERE ({keys}) = ({})",
        what.table,
        set.join(", "),
        numbered(columns.len() + 1, what.key.len()),
    );
    let mut update = connection.prepare_cached(&update)?;
    let mut select = connection.prepare_cached(&sql)?;
    let mut rows = select.query(rusqlite::params_from_iter(after))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let place: String = row.get(0)?;
        let mut values: Vec<Value> = Vec::with_capacity(columns.len() + what.key.len());
        let mut changed = false;
        for (index, column) in columns.iter().enumerate() {
            let value: Option<String> = row.get(index + 1)?;
            let new = match &value {
                Some(value) => sealer.rewritten(task, what, column, &place, value)?,
                None => None,
            };
            changed |= new.is_some();
            values.push(new.or(value).map_or(Value::Null, Value::Text));
        }
        let mut key = Vec::with_capacity(what.key.len());
        for index in 0..what.key.len() {
            key.push(row.get::<_, Value>(1 + columns.len() + index)?);
        }
        found.push((values, key, changed));
    }
    let mut batch = Batch {
        last: found
            .last()
            .map(|(_, key, _)| key.clone())
            .unwrap_or_default(),
        go_on: found.len() == BATCH,
        changed: 0,
    };
    for (values, key, changed) in found {
        if changed {
            update.execute(rusqlite::params_from_iter(values.into_iter().chain(key)))?;
            batch.changed += 1;
        }
    }
    Ok(batch)
}
