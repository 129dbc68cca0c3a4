use chrono::{DateTime, NaiveDate, Utc};
use deadpool_postgres::Client;
use futures_util::{StreamExt, pin_mut};
use tokio::sync::mpsc;
use tokio_postgres::{
    Row,
    binary_copy::BinaryCopyInWriter,
    types::{ToSql, Type},
};

use super::{connect, migrate, partitions};
use crate::{
    adapters::copy::{Cell, Column, Kind, Sum, TABLES, Table},
    adapters::encoding::damaged,
    ports::store::StoreError,
};

/// A database into which a file is copied, within a transaction.
pub(in crate::adapters) struct Import(Client);

impl Import {
    /// Brings the tables up to date, makes those of all months since the oldest row, checks that nothing stands in them, and begins.
    pub(in crate::adapters) async fn start(
        url: &str,
        oldest: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<Self, StoreError> {
        let pool = connect::pool(url)?;
        let mut client = connect::take(&pool).await?;
        connect::check(&client).await?;
        migrate::migrate(&mut client).await?;
        for table in TABLES {
            let sql = format!("SELECT EXISTS (SELECT 1 FROM {})", table.name);
            if client.query_one(&sql, &[]).await?.try_get(0)? {
                return Err(StoreError::Unavailable(format!(
                    "the target is not empty: there are rows in {}",
                    table.name
                )));
            }
        }
        partitions::prepare(&client, oldest, now).await?;
        client
            .batch_execute(
                "BEGIN; SET LOCAL statement_timeout = 0;
                 SET LOCAL idle_in_transaction_session_timeout = 0",
            )
            .await?;
        Ok(Self(client))
    }

    /// Writes the rows of a table as they come.
    pub(in crate::adapters) async fn write(
        &mut self,
        table: &Table,
        batches: &mut mpsc::Receiver<Vec<Vec<Cell>>>,
    ) -> Result<(), StoreError> {
        let names: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
        let types: Vec<Type> = table.columns.iter().map(kind).collect();
        let sql = format!(
            "COPY {} ({}) FROM STDIN (FORMAT binary)",
            table.name,
            names.join(", ")
        );
        let sink = self.0.copy_in(&sql).await?;
        let writer = BinaryCopyInWriter::new(sink, &types);
        pin_mut!(writer);
        while let Some(batch) = batches.recv().await {
            for row in batch {
                let values = row
                    .into_iter()
                    .zip(table.columns)
                    .map(|(cell, column)| value(cell, column))
                    .collect::<Result<Vec<_>, _>>()?;
                writer
                    .as_mut()
                    .write_raw(
                        values
                            .iter()
                            .map(|value| -> &(dyn ToSql + Sync) { &**value }),
                    )
                    .await?;
            }
        }
        writer.finish().await?;
        Ok(())
    }

    /// What PostgreSQL gives back of a table.
    pub(in crate::adapters) async fn sum(&self, table: &Table) -> Result<Sum, StoreError> {
        let names: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
        let sql = format!("SELECT {} FROM {}", names.join(", "), table.name);
        let rows = self.0.query_raw(&sql, Vec::<&str>::new()).await?;
        pin_mut!(rows);
        let mut sum = Sum::default();
        while let Some(row) = rows.next().await {
            let row = row?;
            let cells = table
                .columns
                .iter()
                .enumerate()
                .map(|(place, column)| cell(&row, place, column.kind))
                .collect::<Result<Vec<_>, _>>()?;
            sum.add(&cells);
        }
        Ok(sum)
    }

    /// Writes what PostgreSQL has besides the file's tables, and commits.
    pub(in crate::adapters) async fn finish(self) -> Result<(), StoreError> {
        self.0
            .batch_execute(
                "INSERT INTO application_numbers SELECT number, filed_at FROM applications;
                 INSERT INTO open_applications
                     SELECT subject, number, CASE WHEN state = 'awaiting_consent' THEN until END
                     FROM applications WHERE open;
                 UPDATE audit_lanes l SET place = a.place, digest = a.digest
                     FROM (SELECT lane, place, digest FROM audit ORDER BY place DESC LIMIT 1) a
                     WHERE a.lane = l.lane;
                 SELECT setval('codes_id_seq', greatest(1, (SELECT max(id) FROM codes)));
                 SELECT setval('outgoing_place_seq', greatest(1, (SELECT max(place) FROM outgoing)));
                 SELECT setval('notifications_place_seq', greatest(1, (SELECT max(place) FROM notifications)));
                 COMMIT; ANALYZE",
            )
            .await?;
        Ok(())
    }
}

fn kind(column: &Column) -> Type {
    match column.kind {
        Kind::Text => Type::TEXT,
        Kind::Bytes => Type::BYTEA,
        Kind::Integer => Type::INT4,
        Kind::Long => Type::INT8,
        Kind::Flag => Type::BOOL,
        Kind::Instant => Type::TIMESTAMPTZ,
        Kind::Date => Type::DATE,
    }
}

type Boxed = Box<dyn ToSql + Sync + Send>;

fn value(cell: Cell, column: &Column) -> Result<Boxed, StoreError> {
    let wrong = || damaged(format!("a wrong value in {}", column.name));
    Ok(match (cell, column.kind) {
        (Cell::Null, Kind::Text) => Box::new(None::<String>),
        (Cell::Null, Kind::Integer) => Box::new(None::<i32>),
        (Cell::Null, Kind::Instant) => Box::new(None::<DateTime<Utc>>),
        (Cell::Text(text), Kind::Text) => Box::new(text),
        (Cell::Text(text), Kind::Date) => Box::new(text.parse::<NaiveDate>().map_err(|_| wrong())?),
        (Cell::Bytes(bytes), Kind::Bytes) => Box::new(bytes),
        (Cell::Integer(value), Kind::Integer) => {
            Box::new(i32::try_from(value).map_err(|_| wrong())?)
        }
        (Cell::Integer(value), Kind::Long) => Box::new(value),
        (Cell::Integer(value @ (0 | 1)), Kind::Flag) => Box::new(value == 1),
        (Cell::Integer(millis), Kind::Instant) => {
            Box::new(DateTime::from_timestamp_millis(millis).ok_or_else(wrong)?)
        }
        _ => return Err(wrong()),
    })
}

fn cell(row: &Row, place: usize, kind: Kind) -> Result<Cell, StoreError> {
    let null = Cell::Null;
    Ok(match kind {
        Kind::Text => row
            .try_get::<_, Option<String>>(place)?
            .map_or(null, Cell::Text),
        Kind::Bytes => row
            .try_get::<_, Option<Vec<u8>>>(place)?
            .map_or(null, Cell::Bytes),
        Kind::Integer => row
            .try_get::<_, Option<i32>>(place)?
            .map_or(null, |value| Cell::Integer(value.into())),
        Kind::Long => row
            .try_get::<_, Option<i64>>(place)?
            .map_or(null, Cell::Integer),
        Kind::Flag => row
            .try_get::<_, Option<bool>>(place)?
            .map_or(null, |value| Cell::Integer(value.into())),
        Kind::Instant => row
            .try_get::<_, Option<DateTime<Utc>>>(place)?
            .map_or(null, |at| Cell::Integer(at.timestamp_millis())),
        Kind::Date => row
            .try_get::<_, Option<NaiveDate>>(place)?
            .map_or(null, |day| Cell::Text(day.to_string())),
    })
}
