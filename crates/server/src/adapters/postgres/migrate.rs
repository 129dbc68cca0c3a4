use deadpool_postgres::Client;

use crate::{
    adapters::encoding::damaged,
    ports::store::{Digest, StoreError},
};

/// Every change of the tables, in order; what has been released is never edited.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_start.sql"),
    include_str!("migrations/0002_eds.sql"),
    include_str!("migrations/0003_qr.sql"),
];

/// Names the lock that servers take which start at the same time.
const LOCK: i64 = 0x7469_726b_6575;

/// Brings the tables up to date in one transaction, after checking that what was done before is
/// what this program would have done.
pub(super) async fn migrate(client: &mut Client) -> Result<(), StoreError> {
    let transaction = client.transaction().await?;
    transaction
        .execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK])
        .await?;
    transaction
        .batch_execute(
            "SET LOCAL statement_timeout = 0;
             SET LOCAL client_min_messages = warning;
             CREATE TABLE IF NOT EXISTS migrations (
                 version integer PRIMARY KEY,
                 digest bytea NOT NULL,
                 done_at timestamptz NOT NULL DEFAULT now()
             )",
        )
        .await?;
    let rows = transaction.query(DONE, &[]).await?;
    let done = known(&rows)?;
    for (version, migration) in (1_i32..).zip(MIGRATIONS).skip(done) {
        transaction.batch_execute(migration).await?;
        let digest = Digest::of(migration.as_bytes());
        transaction
            .execute(
                "INSERT INTO migrations (version, digest) VALUES ($1, $2)",
                &[&version, &digest.0.as_slice()],
            )
            .await?;
    }
    transaction.commit().await?;
    Ok(())
}

/// Refuses a database whose tables are not those of this program.
pub(super) async fn check(client: &Client) -> Result<(), StoreError> {
    let rows = client.query(DONE, &[]).await?;
    let done = known(&rows)?;
    if done == MIGRATIONS.len() {
        Ok(())
    } else {
        Err(damaged(format!(
            "the database is of version {done}, this program needs {}: start the server once",
            MIGRATIONS.len()
        )))
    }
}

const DONE: &str = "SELECT version, digest FROM migrations ORDER BY version";

/// How many migrations were done, if they are those of this program.
fn known(rows: &[tokio_postgres::Row]) -> Result<usize, StoreError> {
    if rows.len() > MIGRATIONS.len() {
        return Err(damaged(format!(
            "the database is of version {}, this program knows {}",
            rows.len(),
            MIGRATIONS.len()
        )));
    }
    for ((row, migration), version) in rows.iter().zip(MIGRATIONS).zip(1_i32..) {
        let digest: &[u8] = row.try_get("digest")?;
        if row.try_get::<_, i32>("version")? != version
            || digest != Digest::of(migration.as_bytes()).0
        {
            return Err(damaged(format!(
                "migration {version} of the database is not the one of this program"
            )));
        }
    }
    Ok(rows.len())
}
