//! `tirkeu audit`: whether the audit log is what was once written.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Subcommand;

use super::{CliError, FOUND};
use crate::{
    adapters::{audit_days::AuditDay, database::Database},
    ports::store::StoreError,
};

/// `tirkeu audit …`
#[derive(Debug, Subcommand)]
pub(super) enum AuditCommand {
    /// Compute every digest again: finds every line that was edited, deleted, added or moved, and
    /// with published roots also a log that was cut or replaced.
    Verify {
        /// The database.
        database: Database,
        /// A file of lines that `roots` printed, kept elsewhere.
        #[arg(long, value_name = "FILE")]
        roots: Option<PathBuf>,
    },
    /// Print day, number of lines and Merkle root (RFC 6962) of each day, to be published when the
    /// day is over.
    Roots {
        /// The database.
        database: Database,
    },
}

impl AuditCommand {
    pub(super) fn run(self) -> Result<ExitCode, CliError> {
        let (Self::Verify { database, .. } | Self::Roots { database }) = &self;
        let days = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()?
            .block_on(database.audit());
        let days = match days {
            Err(StoreError::Damaged(what)) => return found(&what),
            other => other?,
        };
        let mut out = std::io::stdout().lock();
        match &self {
            Self::Roots { .. } => {
                for day in &days {
                    writeln!(out, "{}", line(day))?;
                }
            }
            Self::Verify { roots, .. } => {
                let published = match roots {
                    Some(file) => read(file)?,
                    None => Vec::new(),
                };
                for expected in &published {
                    if !days.iter().any(|day| line(day) == *expected) {
                        return found(&format!("not as it was published: {expected}"));
                    }
                }
                let lines: u64 = days.iter().map(|day| day.lines).sum();
                let roots = published.len();
                writeln!(
                    out,
                    "{lines} lines are as they were written; {roots} published roots fit"
                )?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn line(day: &AuditDay) -> String {
    format!("{} {} {}", day.day, day.lines, day.root.hex())
}

fn read(file: &Path) -> Result<Vec<String>, CliError> {
    let text = std::fs::read_to_string(file).map_err(|cause| CliError::File {
        path: file.to_owned(),
        cause,
    })?;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    Ok(lines.map(str::to_owned).collect())
}

fn found(what: &str) -> Result<ExitCode, CliError> {
    writeln!(std::io::stdout(), "{what}")?;
    Ok(ExitCode::from(FOUND))
}
