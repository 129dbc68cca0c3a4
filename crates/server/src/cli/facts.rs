use std::{
    collections::BTreeMap,
    io::Read,
    path::{Path, PathBuf},
};

use chrono::NaiveDate;
use clap::Args;
use rules::{Facts, Outline};
use wire::facts_from_json;

use super::{CliError, files};

/// How many bytes of facts are read: some hundred times what a person can be asked.
const MAX_BYTES: u64 = 1024 * 1024;

/// About what the rules are asked.
#[derive(Debug, Args)]
pub(super) struct Asked {
    /// File with the facts as a JSON object, or `-` for standard input.
    #[arg(long, value_name = "FILE")]
    facts: PathBuf,
    /// The date on which the rules are asked, YYYY-MM-DD.
    #[arg(long, value_name = "DATE")]
    pub(super) on: NaiveDate,
    /// Print JSON.
    #[arg(long)]
    pub(super) json: bool,
    /// Folder of policy files, instead of those this program was built with.
    #[arg(long, value_name = "DIR")]
    policy: Option<PathBuf>,
}

impl Asked {
    /// The folder of policy files.
    pub(super) fn policy(&self) -> Option<&Path> {
        self.policy.as_deref()
    }

    /// The facts of the file, under a policy.
    pub(super) fn facts(&self, outline: Outline<'_>) -> Result<Facts, CliError> {
        let given: BTreeMap<String, serde_json::Value> = serde_json::from_str(&self.read()?)?;
        facts_from_json(outline, &given).map_err(|errors| CliError::Facts {
            facts: errors
                .into_iter()
                .map(|error| error.problem.to_string())
                .collect(),
        })
    }

    fn read(&self) -> Result<String, CliError> {
        if self.facts.as_os_str() == "-" {
            let mut text = String::new();
            std::io::stdin()
                .take(MAX_BYTES + 1)
                .read_to_string(&mut text)
                .map_err(CliError::Input)?;
            return match text.len() as u64 {
                bytes if bytes > MAX_BYTES => Err(CliError::TooLarge {
                    path: PathBuf::from("standard input"),
                    bytes,
                    most: MAX_BYTES,
                }),
                _ => Ok(text),
            };
        }
        files::text(&self.facts, MAX_BYTES)
    }
}
