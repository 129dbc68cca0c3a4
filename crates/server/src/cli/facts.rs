use std::{
    collections::BTreeMap,
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
        let given: BTreeMap<String, serde_json::Value> =
            serde_json::from_str(&files::text(&self.facts, MAX_BYTES)?)?;
        facts_from_json(outline, &given).map_err(|errors| CliError::Facts {
            facts: errors
                .into_iter()
                .map(|error| error.problem.to_string())
                .collect(),
        })
    }
}
