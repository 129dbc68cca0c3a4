use std::{fs, path::Path};

use chrono::NaiveDate;
use registration::Law;
use rules::{
    Policy, PolicyFile,
    analysis::{Kind, Layout, STEPS, check},
};

use super::{CliError, files, rules_check::line, wording};

/// The law of a folder, or the one this program was built with.
pub(super) fn law(folder: Option<&Path>) -> Result<Law, CliError> {
    let Some(folder) = folder else {
        return Ok(Law::embedded()?);
    };
    let texts = texts(folder)?;
    Ok(Law::new(Policy::parse(&as_files(&texts))?))
}

/// The policy of a folder, and where everything in it is written.
pub(super) fn with_layout(folder: &Path) -> Result<(Policy, Layout), CliError> {
    let texts = texts(folder)?;
    Ok(Policy::parse_with_layout(&as_files(&texts))?)
}

/// The law of a folder, if a service can work by it from a day on: it is read without error,
/// everybody gets one answer, every answer has a meaning, and everything shown has words.
pub(super) fn fit_law(folder: &Path, first: NaiveDate) -> Result<Law, CliError> {
    let (policy, layout) = with_layout(folder)?;
    let report = check(&policy, &layout, &wording::lacking, STEPS);
    let unfit = |faults| CliError::Unfit {
        folder: folder.to_owned(),
        faults,
    };
    let faults = report.unallowed().filter(|finding| {
        matches!(
            finding.kind,
            Kind::Gap | Kind::Conflict | Kind::WordsMissing
        )
    });
    let faults: Vec<String> = faults.map(line).collect();
    if !faults.is_empty() {
        return Err(unfit(faults));
    }
    if !report.finished {
        tracing::warn!(
            folder = %folder.display(),
            "the policy is too complex to be checked whole"
        );
    }
    let law = Law::new(policy);
    law.check_from(first)
        .map_err(|error| unfit(vec![error.to_string()]))?;
    Ok(law)
}

/// The policy files of a folder, by name.
pub(super) fn texts(folder: &Path) -> Result<Vec<(String, String)>, CliError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |cause| CliError::File { path, cause }
    };
    let mut texts = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed(folder))? {
        let path = entry.map_err(failed(folder))?.path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            texts.push((name, files::text(&path, rules::MAX_BYTES as u64)?));
        }
    }
    if texts.is_empty() {
        return Err(CliError::NoToml {
            folder: folder.to_owned(),
        });
    }
    texts.sort();
    Ok(texts)
}

/// Texts as the parser takes them.
fn as_files(texts: &[(String, String)]) -> Vec<PolicyFile<'_>> {
    let files = texts.iter();
    files
        .map(|(name, text)| PolicyFile { name, text })
        .collect()
}
