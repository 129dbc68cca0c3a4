//! How values stand in columns.

use std::str::FromStr;

use chrono::{DateTime, Utc};
use rusqlite::Row;
use serde::{Serialize, de::DeserializeOwned};

use crate::ports::store::{Digest, Purpose, StoreError};

pub(super) fn damaged(what: impl ToString) -> StoreError {
    StoreError::Damaged(what.to_string())
}

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

/// An identifier or number that travels as text.
pub(super) fn parsed<T: FromStr>(text: &str, column: &str) -> Result<T, StoreError> {
    text.parse()
        .map_err(|_| damaged(format!("a wrong text in {column}")))
}

pub(super) fn digest(row: &Row<'_>, column: &str) -> Result<Digest, StoreError> {
    Ok(Digest(row.get(column)?))
}

pub(super) fn to_json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(damaged)
}

pub(super) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(damaged)
}

/// The purpose of a code as a key.
pub(super) fn purpose_key(purpose: &Purpose) -> String {
    match purpose {
        Purpose::SignIn(iin) => format!("sign-in/{iin}"),
        Purpose::Signature { iin, document } => format!("signature/{iin}/{}", document.hex()),
    }
}
