//! Which database the operator means, and the store in it.

use std::{path::PathBuf, str::FromStr, sync::Arc};

use chrono::{DateTime, Utc};

use super::{audit_days::AuditDay, postgres::Postgres, sealing::Sealer, sqlite::Sqlite};
use crate::ports::store::{Store, StoreError};

/// Where everything is kept that must not be lost.
#[derive(Clone, PartialEq, Eq)]
pub enum Database {
    /// In one file, for one server.
    File(PathBuf),
    /// In PostgreSQL, for any number of servers: `postgres://user:password@host:port/database`.
    Postgres(String),
}

impl FromStr for Database {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(
            if text.starts_with("postgres://") || text.starts_with("postgresql://") {
                Self::Postgres(text.to_owned())
            } else {
                Self::File(text.strip_prefix("sqlite:").unwrap_or(text).into())
            },
        )
    }
}

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(file) => write!(f, "{}", file.display()),
            // There may be a password in the address.
            Self::Postgres(_) => f.write_str("postgres://…"),
        }
    }
}

impl Database {
    /// Opens the store, and makes it where there is none.
    ///
    /// # Errors
    /// As [`Sqlite::open`] and [`Postgres::open`].
    pub async fn open(
        &self,
        sealer: Sealer,
        now: DateTime<Utc>,
    ) -> Result<Arc<dyn Store>, StoreError> {
        Ok(match self {
            Self::File(file) => Arc::new(Sqlite::open(file, sealer)?),
            Self::Postgres(url) => Arc::new(Postgres::open(url, sealer, now).await?),
        })
    }

    /// Puts everything that is sealed under the newest key, also while servers work; how many rows
    /// changed. What servers wrote with older keys in the meantime is found by doing it again.
    ///
    /// # Errors
    /// [`StoreError::Keys`] where a key is missing, otherwise as [`Database::check`].
    pub async fn rotate(&self, sealer: &Sealer) -> Result<u64, StoreError> {
        match self {
            Self::File(file) => Sqlite::rotate(file, sealer),
            Self::Postgres(url) => Postgres::rotate(url, sealer).await,
        }
    }

    /// Opens a store that must be there already.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] where there is no such file; otherwise as [`Database::open`].
    pub async fn open_existing(
        &self,
        sealer: Sealer,
        now: DateTime<Utc>,
    ) -> Result<Arc<dyn Store>, StoreError> {
        if let Self::File(file) = self
            && !file.is_file()
        {
            let text = format!("{}: there is no such file", file.display());
            return Err(StoreError::Unavailable(text));
        }
        self.open(sealer, now).await
    }

    /// Reads everything once and compares it with what was once written.
    ///
    /// # Errors
    /// As [`Sqlite::check`] and [`Postgres::check`].
    pub async fn check(&self) -> Result<(), StoreError> {
        match self {
            Self::File(file) => Sqlite::check(file),
            Self::Postgres(url) => Postgres::check(url).await,
        }
    }

    /// Computes every digest of the audit log again, and gives the root of each day.
    ///
    /// # Errors
    /// As [`Database::check`].
    pub async fn audit(&self) -> Result<Vec<AuditDay>, StoreError> {
        match self {
            Self::File(file) => Sqlite::audit(file),
            Self::Postgres(url) => Postgres::audit(url).await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Database;

    #[test]
    fn an_address_or_a_file_names_a_database() {
        let check = |text: &str, expected: Database| {
            assert_eq!(text.parse(), Ok(expected), "{text}");
        };
        for url in [
            "postgres://a@b/c",
            "postgresql://a:p@b:1,d:2/c?sslmode=require",
        ] {
            check(url, Database::Postgres(url.to_owned()));
        }
        check(
            "data/tirkeu.sqlite",
            Database::File("data/tirkeu.sqlite".into()),
        );
        check("sqlite:/var/lib/t", Database::File("/var/lib/t".into()));
    }

    #[test]
    fn a_password_is_not_shown() {
        let url = Database::Postgres("postgres://a:secret@b/c".to_owned());
        assert!(!format!("{url:?}").contains("secret"));
    }
}
