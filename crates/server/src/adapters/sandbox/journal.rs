use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, NaiveDate, Utc};
use registration::{
    Service,
    application::ApplicationNumber,
    identifiers::{Iin, Phone, Rca},
};
use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::ports::ResidenceEntry;

/// The sandbox's own file: what changes while it runs and must survive a restart.
#[derive(Clone, Debug)]
pub(super) struct Journal(Arc<Mutex<Connection>>);

/// Why the journal does not answer.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The database.
    #[error(transparent)]
    Database(#[from] rusqlite::Error),
    /// The folder.
    #[error(transparent)]
    Folder(#[from] std::io::Error),
    /// The thread that asked the database ended early.
    #[error("the database was not asked: {0}")]
    Cut(String),
}

/// A message on a sandbox telephone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TelephoneMessage {
    /// Rises with each message of any telephone, from one.
    pub seq: i64,
    /// Names the message.
    pub id: String,
    /// Whose telephone.
    pub phone: Phone,
    /// Whether the telephone sent it to 1414, and not 1414 to the telephone.
    pub reply: bool,
    /// What it says.
    pub text: String,
    /// When, by the sandbox clock.
    pub at: DateTime<Utc>,
}

/// Bring a file of any age to this shape. Times are milliseconds since 1970, dates ISO 8601.
const SCHEMA: &str = "
    PRAGMA journal_mode = WAL;
    PRAGMA busy_timeout = 5000;
    CREATE TABLE IF NOT EXISTS message (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        phone TEXT NOT NULL,
        reply INTEGER NOT NULL,
        text TEXT NOT NULL,
        at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS message_by_phone ON message (phone, seq);
    CREATE TABLE IF NOT EXISTS residence (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        application TEXT NOT NULL UNIQUE,
        iin TEXT NOT NULL,
        rca TEXT NOT NULL,
        service TEXT NOT NULL,
        first_day TEXT NOT NULL,
        last_day TEXT
    ) STRICT;
    CREATE TABLE IF NOT EXISTS clock (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        forward_ms INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS authority (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        secret BLOB NOT NULL,
        begun INTEGER NOT NULL
    ) STRICT;
";

impl Journal {
    /// Opens or begins `sandbox.sqlite` in a folder.
    pub(super) fn open(folder: &Path) -> Result<Self, JournalError> {
        std::fs::create_dir_all(folder)?;
        Self::with(Connection::open(folder.join("sandbox.sqlite"))?)
    }

    fn with(connection: Connection) -> Result<Self, JournalError> {
        connection.execute_batch(SCHEMA)?;
        Ok(Self(Arc::new(Mutex::new(connection))))
    }

    /// By how many milliseconds the clock has been moved forward.
    pub(super) fn forward_ms(&self) -> Result<i64, JournalError> {
        let connection = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let forward = connection.query_row("SELECT forward_ms FROM clock", [], |row| row.get(0));
        Ok(forward.optional()?.unwrap_or(0))
    }

    /// The secret from which the keys of the sandbox's people follow, and when it was drawn: now,
    /// in a new file.
    pub(super) fn authority(
        &self,
        now: DateTime<Utc>,
    ) -> Result<([u8; 32], DateTime<Utc>), JournalError> {
        let connection = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let row = connection.query_row(
            "INSERT INTO authority (only, secret, begun) VALUES (1, randomblob(32), :now)
             ON CONFLICT DO UPDATE SET only = 1 RETURNING secret, begun",
            named_params! { ":now": now.timestamp_millis() },
            |row| Ok((row.get(0)?, row.get::<_, i64>(1)?)),
        );
        let (secret, begun) = row?;
        let begun = DateTime::from_timestamp_millis(begun)
            .ok_or(rusqlite::Error::IntegralValueOutOfRange(1, begun))?;
        Ok((secret, begun))
    }

    /// Moves the clock forward by so many milliseconds and tells by how many in all.
    pub(super) async fn move_forward(&self, by_ms: i64) -> Result<i64, JournalError> {
        self.ask(move |connection| {
            connection.query_row(
                "INSERT INTO clock (only, forward_ms) VALUES (1, :by)
                 ON CONFLICT DO UPDATE SET forward_ms = forward_ms + :by RETURNING forward_ms",
                named_params! { ":by": by_ms },
                |row| row.get(0),
            )
        })
        .await
    }

    /// Keeps a message; the same id again changes nothing.
    pub(super) async fn keep_message(
        &self,
        id: String,
        phone: Phone,
        reply: bool,
        text: String,
        at: DateTime<Utc>,
    ) -> Result<(), JournalError> {
        self.ask(move |connection| {
            connection
                .execute(
                    "INSERT OR IGNORE INTO message (id, phone, reply, text, at)
                     VALUES (:id, :phone, :reply, :text, :at)",
                    named_params! {
                        ":id": id,
                        ":phone": phone.to_string(),
                        ":reply": reply,
                        ":text": text,
                        ":at": at.timestamp_millis(),
                    },
                )
                .map(|_| ())
        })
        .await
    }

    /// At most a thousand messages later than a number, the oldest first.
    pub(super) async fn messages(
        &self,
        phone: Option<Phone>,
        after: i64,
    ) -> Result<Vec<TelephoneMessage>, JournalError> {
        self.ask(move |connection| {
            let mut statement = connection.prepare_cached(
                "SELECT seq, id, phone, reply, text, at FROM message
                 WHERE seq > :after AND (:phone IS NULL OR phone = :phone) ORDER BY seq LIMIT 1000",
            )?;
            let phone = phone.map(|phone| phone.to_string());
            let rows =
                statement.query_map(named_params! { ":after": after, ":phone": phone }, message)?;
            rows.collect()
        })
        .await
    }

    /// Enters a residence; the same application again changes nothing.
    pub(super) async fn enter(&self, entry: ResidenceEntry) -> Result<(), JournalError> {
        self.ask(move |connection| {
            connection
                .execute(
                    "INSERT OR IGNORE INTO residence (application, iin, rca, service, first_day, last_day)
                     VALUES (:application, :iin, :rca, :service, :from, :until)",
                    named_params! {
                        ":application": entry.application.to_string(),
                        ":iin": entry.iin.to_string(),
                        ":rca": entry.rca.to_string(),
                        ":service": entry.service.symbol(),
                        ":from": entry.from.to_string(),
                        ":until": entry.until.map(|until| until.to_string()),
                    },
                )
                .map(|_| ())
        })
        .await
    }

    /// All residences in the order in which they were entered.
    pub(super) async fn residences(&self) -> Result<Vec<ResidenceEntry>, JournalError> {
        self.ask(move |connection| {
            let mut statement = connection.prepare_cached(
                "SELECT application, iin, rca, service, first_day, last_day FROM residence ORDER BY seq",
            )?;
            let rows = statement.query_map([], residence)?;
            rows.collect()
        })
        .await
    }

    /// Runs a query away from the threads that serve requests.
    async fn ask<T: Send + 'static>(
        &self,
        query: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, JournalError> {
        let connection = Arc::clone(&self.0);
        tokio::task::spawn_blocking(move || {
            let connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
            query(&connection)
        })
        .await
        .map_err(|cut| JournalError::Cut(cut.to_string()))?
        .map_err(JournalError::from)
    }
}

fn message(row: &Row<'_>) -> rusqlite::Result<TelephoneMessage> {
    let at: i64 = row.get(5)?;
    Ok(TelephoneMessage {
        seq: row.get(0)?,
        id: row.get(1)?,
        phone: parsed(row, 2, Phone::parse)?,
        reply: row.get(3)?,
        text: row.get(4)?,
        at: DateTime::from_timestamp_millis(at)
            .ok_or(rusqlite::Error::IntegralValueOutOfRange(5, at))?,
    })
}

fn residence(row: &Row<'_>) -> rusqlite::Result<ResidenceEntry> {
    let date = |column| -> rusqlite::Result<Option<NaiveDate>> {
        match row.get::<_, Option<String>>(column)? {
            None => Ok(None),
            Some(_) => parsed(row, column, str::parse).map(Some),
        }
    };
    Ok(ResidenceEntry {
        application: parsed(row, 0, ApplicationNumber::parse)?,
        iin: parsed(row, 1, Iin::parse)?,
        rca: parsed(row, 2, Rca::parse)?,
        service: parsed(row, 3, |symbol| {
            Service::from_symbol(symbol).ok_or(std::fmt::Error)
        })?,
        from: parsed(row, 4, str::parse)?,
        until: date(5)?,
    })
}

/// A column of text as the type it was written from.
fn parsed<T, E: std::error::Error + Send + Sync + 'static>(
    row: &Row<'_>,
    column: usize,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    parse(&text).map_err(|cause| {
        rusqlite::Error::FromSqlConversionFailure(
            column,
            rusqlite::types::Type::Text,
            Box::new(cause),
        )
    })
}
