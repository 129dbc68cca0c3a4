use std::{path::Path, time::Duration};

use rusqlite::{Connection, OpenFlags, config::DbConfig};

use crate::ports::store::StoreError;

/// Every change of the tables, in order; what has been released is never edited.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_start.sql"),
    include_str!("migrations/0002_guesses.sql"),
    include_str!("migrations/0003_eds.sql"),
    include_str!("migrations/0004_qr.sql"),
    include_str!("migrations/0005_security.sql"),
    include_str!("migrations/0006_rows.sql"),
    include_str!("migrations/0007_places.sql"),
];

/// How much of the file the writer keeps in memory, in KiB: with a million filings, the upper pages of
/// every index and what was written lately.
const CACHE_KIB: i64 = 128 * 1024;
/// How many statements stay prepared: more than there are.
const STATEMENTS: usize = 128;

/// How long a connection waits for another one's lock.
const PATIENCE: Duration = Duration::from_secs(10);

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase) => {
                Self::Damaged(error.to_string())
            }
            _ => Self::Unavailable(error.to_string()),
        }
    }
}

/// The one connection that writes. Every commit is on the disk before it returns.
pub(super) fn open_to_write(file: &Path) -> Result<Connection, StoreError> {
    let connection = Connection::open(file)?;
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // A statement would be planned anew for every value that is bound to it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    // The pages before a savepoint would go to a file that is made and removed for each of them.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    Ok(connection)
}

/// A connection that cannot write.
pub(super) fn open_to_read(file: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags)?;
    connection.busy_timeout(PATIENCE)?;
    Ok(connection)
}

/// How many migrations a file has had; refuses one of a newer program.
fn version(connection: &Connection) -> Result<usize, StoreError> {
    let done: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let done = usize::try_from(done).unwrap_or(usize::MAX);
    if done > MIGRATIONS.len() {
        return Err(StoreError::Damaged(format!(
            "the file is of version {done}, this program knows {}",
            MIGRATIONS.len()
        )));
    }
    Ok(done)
}

/// Refuses a file whose tables are not those of this program.
pub(super) fn check_version(connection: &Connection) -> Result<(), StoreError> {
    let done = version(connection)?;
    if done == MIGRATIONS.len() {
        Ok(())
    } else {
        Err(StoreError::Damaged(format!(
            "the file is of version {done}, this program needs {}: start the server once",
            MIGRATIONS.len()
        )))
    }
}

/// Brings the tables up to date, each step in a transaction of its own. A table that others refer to
/// may be written anew in it, so references are checked at its end and not with every statement.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let done = version(connection)?;
    connection.pragma_update(None, "foreign_keys", false)?;
    for (version, migration) in (1_u32..).zip(MIGRATIONS).skip(done) {
        let transaction = connection.transaction()?;
        transaction.execute_batch(migration)?;
        if transaction
            .prepare("PRAGMA foreign_key_check")?
            .exists([])?
        {
            return Err(StoreError::Damaged(format!(
                "rows refer to nothing after the step to version {version}"
            )));
        }
        transaction.pragma_update(None, "user_version", version)?;
        transaction.commit()?;
    }
    connection.pragma_update(None, "foreign_keys", true)?;
    Ok(())
}

/// Reads every page once and compares it with what it should be.
pub(super) fn check_pages(connection: &Connection) -> Result<(), StoreError> {
    let found: String = connection.pragma_query_value(None, "quick_check", |row| row.get(0))?;
    if found == "ok" {
        Ok(())
    } else {
        Err(StoreError::Damaged(found))
    }
}
