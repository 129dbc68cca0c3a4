//! Everything of a file into PostgreSQL, in one transaction that is committed only if, table by
//! table, PostgreSQL gives back as many rows with the same contents as the file has.

mod sum;
mod tables;

pub(super) use sum::{Cell, Sum};
pub(super) use tables::{Column, Kind, TABLES, Table};

use std::path::Path;

use chrono::{DateTime, Utc};
use tokio::{sync::mpsc, task::spawn_blocking};

use super::{postgres::Import, sqlite::Export};
use crate::ports::store::{Digest, StoreError};

/// How many rows travel together.
const BATCH: usize = 500;

/// A table that was copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// Its name.
    pub table: &'static str,
    /// How many rows it has on both sides.
    pub rows: u64,
    /// The sum of its rows' digests on both sides.
    pub digest: Digest,
}

/// Copies the store in a file, which no server may be using, into an empty database.
///
/// # Errors
/// [`StoreError::Damaged`] where the file is damaged or a table arrived differently;
/// [`StoreError::Unavailable`] where either side does not work or the target is not empty.
pub async fn copy(file: &Path, url: &str, now: DateTime<Utc>) -> Result<Vec<Copied>, StoreError> {
    let mut copied = Vec::new();
    let file = file.to_owned();
    let export = spawn_blocking(move || Export::open(&file))
        .await
        .map_err(|error| StoreError::Unavailable(error.to_string()))??;
    let oldest = export.oldest()?.unwrap_or(now);
    let mut import = Import::start(url, oldest, now).await?;
    let mut export = Some(export);
    for table in TABLES {
        let Some(reading) = export.take() else { break };
        let (send, mut batches) = mpsc::channel::<Vec<Vec<Cell>>>(4);
        let reader = spawn_blocking(move || {
            let mut sum = Sum::default();
            let mut batch = Vec::with_capacity(BATCH);
            let gone = || StoreError::Unavailable("the target takes no more".to_owned());
            reading.rows(table, |row| {
                sum.add(&row);
                batch.push(row);
                if batch.len() == BATCH {
                    send.blocking_send(std::mem::take(&mut batch))
                        .map_err(|_| gone())?;
                }
                Ok(())
            })?;
            if !batch.is_empty() {
                send.blocking_send(batch).map_err(|_| gone())?;
            }
            Ok::<_, StoreError>((reading, sum))
        });
        let written = import.write(table, &mut batches).await;
        drop(batches);
        let read = reader
            .await
            .map_err(|error| StoreError::Unavailable(error.to_string()))?;
        written?;
        let (reading, there) = read?;
        export = Some(reading);
        let here = import.sum(table).await?;
        if here != there {
            return Err(StoreError::Damaged(format!(
                "{}: {} rows were read and {} arrived, with another content",
                table.name,
                there.rows(),
                here.rows()
            )));
        }
        copied.push(Copied {
            table: table.name,
            rows: here.rows(),
            digest: here.digest(),
        });
    }
    import.finish().await?;
    Ok(copied)
}
