//! `tirkeu db`: what an operator does with a database besides serving from it.

use std::{io::Write, path::PathBuf};

use clap::Subcommand;

use super::CliError;
use crate::{
    adapters::{
        copy::copy, database::Database, postgres::Postgres, sqlite::Sqlite, system::SystemClock,
    },
    ports::Clock as _,
};

/// `tirkeu db …`; a database is a file or postgres://USER:PASSWORD@HOST/NAME.
#[derive(Debug, Subcommand)]
pub(super) enum DbCommand {
    /// Read everything and compare it with what was once written: pages, tables, the audit log.
    Check {
        /// Which.
        database: Database,
    },
    /// Copy a file that no server uses into an empty PostgreSQL, and compare counts and contents.
    Copy {
        /// The file.
        from: Database,
        /// The PostgreSQL.
        to: Database,
    },
    /// Write a database as it stands at one moment into a new file, also while servers write.
    Backup {
        /// Which.
        database: Database,
        /// The new file; for PostgreSQL one in the format of `pg_dump`.
        file: PathBuf,
    },
    /// Make a new database of such a file.
    Restore {
        /// What `backup` wrote.
        file: PathBuf,
        /// The new database: a file that is not there yet, or an empty PostgreSQL.
        database: Database,
    },
}

impl DbCommand {
    pub(super) fn run(self) -> Result<(), CliError> {
        tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()?
            .block_on(self.work())
    }

    async fn work(self) -> Result<(), CliError> {
        let mut out = std::io::stdout();
        match self {
            Self::Check { database } => {
                database.check().await?;
                writeln!(out, "{database:?} is whole")?;
            }
            Self::Copy {
                from: Database::File(file),
                to: Database::Postgres(url),
            } => {
                for table in copy(&file, &url, SystemClock.now()).await? {
                    let digest = table.digest.hex();
                    let digest = digest.get(..16).unwrap_or_default();
                    writeln!(
                        out,
                        "{:<16}{:>12} rows  {digest}  the same",
                        table.table, table.rows
                    )?;
                }
            }
            Self::Copy { .. } => {
                let text = "copied is from a file to postgres://…; for the rest see `backup` and `restore`";
                return Err(CliError::Database(text.to_owned()));
            }
            Self::Backup { database, file } => {
                match &database {
                    Database::File(from) => Sqlite::back_up(from, &file)?,
                    Database::Postgres(url) => Postgres::back_up(url, &file)?,
                }
                writeln!(out, "{database:?} stands in {}", file.display())?;
            }
            Self::Restore { file, database } => {
                match &database {
                    Database::File(to) => Sqlite::restore(&file, to)?,
                    Database::Postgres(url) => Postgres::restore(&file, url)?,
                }
                database.check().await?;
                writeln!(out, "{database:?} is as {} was, and whole", file.display())?;
            }
        }
        Ok(())
    }
}
