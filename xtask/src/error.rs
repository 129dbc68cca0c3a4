//! What can go wrong, said so that a person knows what failed and what to do next.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why a verb of `cargo xtask` stopped.
#[derive(Debug)]
pub(crate) enum Error {
    /// The command line is not understood.
    Usage(String),
    /// Something this machine lacks and `xtask` could not get.
    Missing {
        /// What is missing.
        what: String,
        /// What was tried and how it ended.
        why: String,
        /// What a person can do about it.
        next: String,
    },
    /// A program ended with a failure.
    Failed {
        /// The program and its arguments.
        command: String,
        /// Its exit code or signal, or that it took too long.
        outcome: String,
        /// Where all its output is.
        log: PathBuf,
        /// The last lines of it.
        tail: String,
    },
    /// A program could not be started.
    Start {
        /// The program and its arguments.
        command: String,
        /// Why.
        source: io::Error,
    },
    /// A file or folder could not be read or written.
    File {
        /// What was being done to it, as “read” or “write”.
        doing: &'static str,
        /// Which one.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Something a program or a file said is not what it should be.
    Unexpected(String),
}

impl Error {
    /// For `map_err` on file operations.
    pub(crate) fn file(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File {
            doing,
            path,
            source,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(text) | Self::Unexpected(text) => f.write_str(text),
            Self::Missing { what, why, next } => {
                write!(f, "{what} is missing. {why}\n  What to do: {next}")
            }
            Self::Failed {
                command,
                outcome,
                log,
                tail,
            } => {
                let log = log.display();
                write!(
                    f,
                    "{command}\n  {outcome}; all its output is in {log}, the end of it:\n{tail}"
                )
            }
            Self::Start { command, source } => {
                write!(f, "{command}\n  could not be started: {source}")
            }
            Self::File {
                doing,
                path,
                source,
            } => {
                write!(f, "could not {doing} {}: {source}", path.display())
            }
        }
    }
}

impl std::error::Error for Error {}
