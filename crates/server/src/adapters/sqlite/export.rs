use std::path::Path;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, types::Value};

use super::{Sqlite, connection};
use crate::{
    adapters::copy::{Cell, Table},
    adapters::encoding::damaged,
    ports::store::StoreError,
};

/// A file that is read from one moment, however long it takes.
pub(in crate::adapters) struct Export(Connection);

impl Export {
    /// Opens a file that is whole.
    pub(in crate::adapters) fn open(file: &Path) -> Result<Self, StoreError> {
        Sqlite::check(file)?;
        let connection = connection::open_to_read(file)?;
        connection.execute_batch("BEGIN")?;
        Ok(Self(connection))
    }

    /// When the first thing happened of what is kept by months.
    pub(in crate::adapters) fn oldest(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        let sql = "SELECT min(at) FROM (SELECT min(filed_at) AS at FROM applications
                   UNION ALL SELECT min(at) FROM notifications UNION ALL SELECT min(at) FROM audit)";
        let millis: Option<i64> = self.0.query_row(sql, [], |row| row.get(0))?;
        Ok(millis.and_then(DateTime::from_timestamp_millis))
    }

    /// Every row of a table.
    pub(in crate::adapters) fn rows(
        &self,
        table: &Table,
        mut each: impl FnMut(Vec<Cell>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let columns: Vec<&str> = table.columns.iter().map(|column| column.from).collect();
        let sql = format!("SELECT {} FROM {}", columns.join(", "), table.from);
        let mut statement = self.0.prepare(&sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let mut cells = Vec::with_capacity(columns.len());
            for place in 0..columns.len() {
                cells.push(match row.get(place)? {
                    Value::Null => Cell::Null,
                    Value::Integer(value) => Cell::Integer(value),
                    Value::Text(text) => Cell::Text(text),
                    Value::Blob(bytes) => Cell::Bytes(bytes),
                    Value::Real(_) => return Err(damaged("a fraction where there are none")),
                });
            }
            each(cells)?;
        }
        Ok(())
    }
}
