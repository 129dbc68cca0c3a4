//! How values stand in columns.

use chrono::{DateTime, Utc};
use rusqlite::Row;

pub(super) use crate::adapters::encoding::{
    damaged, from_json, number, parsed, purpose_key, signed, to_json,
};
use crate::ports::store::{Digest, StoreError};

pub(super) fn instant(row: &Row<'_>, column: &str) -> Result<DateTime<Utc>, StoreError> {
    optional_instant(row, column)?.ok_or_else(|| damaged(format!("no instant in {column}")))
}

pub(super) fn optional_instant(
    row: &Row<'_>,
    column: &str,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    let millis: Option<i64> = row.get(column)?;
    match millis {
        None => Ok(None),
        Some(millis) => DateTime::from_timestamp_millis(millis)
            .map(Some)
            .ok_or_else(|| damaged(format!("no instant in {column}"))),
    }
}

pub(super) fn digest(row: &Row<'_>, column: &str) -> Result<Digest, StoreError> {
    Ok(Digest(row.get(column)?))
}
