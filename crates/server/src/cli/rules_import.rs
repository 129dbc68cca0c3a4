use std::{fs, path::PathBuf};

use clap::Args;
use dmn::Definitions;

use super::{CliError, files};

/// `tirkeu rules import`
#[derive(Debug, Args)]
pub(super) struct RulesImport {
    /// The DMN file to read.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Folder to write the policy files to; it is made if need be, and must have none of them.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

impl RulesImport {
    /// Prints the name of each file written; what a person should know besides goes to the
    /// standard error.
    pub(super) fn run(&self) -> Result<(), CliError> {
        let name = self.file.display().to_string();
        let model = Definitions::parse(&name, &files::dmn(&self.file)?)?;
        let imported = dmn::import(&model)?;
        let failed = |path: &PathBuf| {
            let path = path.clone();
            move |cause| CliError::File { path, cause }
        };
        fs::create_dir_all(&self.out).map_err(failed(&self.out))?;
        // All are looked at before one is written, so that nothing is left half done.
        for name in imported.files.keys() {
            let path = self.out.join(name);
            if path.exists() {
                return Err(CliError::Exists { path });
            }
        }
        for (name, text) in &imported.files {
            let path = self.out.join(name);
            fs::write(&path, text).map_err(failed(&path))?;
            println!("{}", path.display());
        }
        for note in &imported.notes {
            eprintln!("note: {note}");
        }
        Ok(())
    }
}
