use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use dmn::{CaseResult, Definitions, Outcome, Suite};

use super::{CliError, files};

/// How deep folders of tests may stand in each other.
const DEEPEST: usize = 8;

/// `tirkeu rules tck`
#[derive(Debug, Args)]
pub(super) struct RulesTck {
    /// Folder that is searched, with the folders in it, for `*-test-*.xml` and their models.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

impl RulesTck {
    /// Prints a line for each test case and the totals; the status is 1 if a case failed.
    pub(super) fn run(&self) -> Result<ExitCode, CliError> {
        let mut tests = Vec::new();
        find(&self.folder, DEEPEST, &mut tests)?;
        if tests.is_empty() {
            let folder = self.folder.clone();
            return Err(CliError::NoTests { folder });
        }
        tests.sort();
        let (mut passed, mut failed, mut skipped) = (0, 0, 0);
        let mut out = std::io::stdout().lock();
        for path in &tests {
            let shown = path.strip_prefix(&self.folder).unwrap_or(path).display();
            for outcome in run(path)? {
                writeln!(out, "{shown} {outcome}")?;
                match outcome.result {
                    CaseResult::Passed => passed += 1,
                    CaseResult::Failed(_) => failed += 1,
                    CaseResult::Skipped(_) => skipped += 1,
                }
            }
        }
        writeln!(out, "{passed} passed, {failed} failed, {skipped} skipped")?;
        Ok(match failed {
            0 => ExitCode::SUCCESS,
            _ => ExitCode::FAILURE,
        })
    }
}

fn find(folder: &Path, deepest: usize, tests: &mut Vec<PathBuf>) -> Result<(), CliError> {
    let failed = |cause| CliError::File {
        path: folder.to_owned(),
        cause,
    };
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let path = entry.path();
        if entry.file_type().map_err(failed)?.is_dir() {
            if deepest > 0 {
                find(&path, deepest - 1, tests)?;
            }
            continue;
        }
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.contains("-test-") && name.ends_with(".xml") {
            tests.push(path);
        }
    }
    Ok(())
}

/// What becomes of the cases of one file; a file or a model that cannot be read fails as a whole.
fn run(path: &Path) -> Result<Vec<Outcome>, CliError> {
    let failed = |why: String| Outcome {
        case: "-".to_owned(),
        result: CaseResult::Failed(why),
        ways: Vec::new(),
    };
    let suite = match Suite::parse(&path.display().to_string(), &files::dmn(path)?) {
        Ok(suite) => suite,
        Err(errors) => return Ok(vec![failed(errors.to_string())]),
    };
    let model = path.with_file_name(suite.model());
    let bytes = match files::dmn(&model) {
        Ok(bytes) => bytes,
        Err(error) => return Ok(vec![failed(error.to_string())]),
    };
    Ok(
        match Definitions::parse(&model.display().to_string(), &bytes) {
            Ok(model) => suite.run(&model),
            Err(errors) => vec![failed(errors.to_string())],
        },
    )
}
