use std::{fs, io::Write, path::PathBuf};

use clap::Args;
use registration::application::ApplicationNumber;

use super::CliError;
use crate::{
    adapters::{database::Database, system::SystemClock},
    ports::Clock,
};

/// `tirkeu eds evidence`
#[derive(Debug, Args)]
pub(super) struct EdsEvidence {
    /// The application's number.
    #[arg(value_parser = number)]
    number: ApplicationNumber,
    /// Where applications are kept: a file, or postgres://USER@HOST/NAME.
    #[arg(
        long,
        value_name = "DATABASE",
        env = "TIRKEU_DATABASE",
        hide_env_values = true
    )]
    database: Database,
    /// The folder to write to: for each signature what was signed (.txt) and what it was verified
    /// with (.json).
    #[arg(long, value_name = "DIR", default_value = ".")]
    out: PathBuf,
}

fn number(text: &str) -> Result<ApplicationNumber, String> {
    ApplicationNumber::parse(text).map_err(|error| format!("{error:?}"))
}

impl EdsEvidence {
    pub(super) fn run(self) -> Result<(), CliError> {
        super::serve::runtime()?.block_on(self.export())
    }

    async fn export(self) -> Result<(), CliError> {
        let store = self.database.open_existing(SystemClock.now()).await?;
        let kept = store.evidence(self.number).await?;
        if kept.is_empty() {
            return Err(CliError::Eds(format!(
                "no digital signature of application {} is kept",
                self.number
            )));
        }
        super::serve::make_private(&self.out)?;
        let mut out = std::io::stdout().lock();
        for one in kept {
            let name = format!("{}-{}", self.number, one.signed.symbol());
            let text = self.out.join(format!("{name}.txt"));
            let json = self.out.join(format!("{name}.json"));
            for (path, bytes) in [(&text, &one.content), (&json, &one.evidence)] {
                fs::write(path, bytes).map_err(|cause| CliError::File {
                    path: path.clone(),
                    cause,
                })?;
            }
            let (json, text) = (json.display(), text.display());
            writeln!(
                out,
                "tirkeu eds verify --trust DIR --evidence {json} --data {text}"
            )?;
        }
        Ok(())
    }
}
