use std::{fs, path::PathBuf};

use chrono::NaiveDate;
use clap::Args;

use super::{CliError, policy};

/// `tirkeu rules export`
#[derive(Debug, Args)]
pub(super) struct RulesExport {
    /// Folder of policy files, instead of those this program was built with.
    #[arg(long, value_name = "DIR")]
    policy: Option<PathBuf>,
    /// Only what is in force on this day, YYYY-MM-DD, without dates and switches.
    #[arg(long, value_name = "DATE")]
    on: Option<NaiveDate>,
    /// The version of DMN: 1.5, or 1.3 for tools that know no later one.
    #[arg(long, value_name = "VERSION", default_value = "1.5", value_parser = ["1.5", "1.3"])]
    dmn: String,
    /// The DMN file to write.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

impl RulesExport {
    pub(super) fn run(&self) -> Result<(), CliError> {
        let law = policy::law(self.policy.as_deref())?;
        let version = match self.dmn.as_str() {
            "1.3" => dmn::Version::V1_3,
            _ => dmn::Version::V1_5,
        };
        let text = dmn::export(law.policy(), self.on, version)?;
        fs::write(&self.out, text).map_err(|cause| CliError::File {
            path: self.out.clone(),
            cause,
        })
    }
}
