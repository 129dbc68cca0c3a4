use std::{fs, path::Path};

use registration::Law;
use rules::{Policy, PolicyFile};

use super::CliError;

/// The law of a folder, or the one this program was built with.
pub(super) fn law(folder: Option<&Path>) -> Result<Law, CliError> {
    let Some(folder) = folder else {
        return Ok(Law::embedded()?);
    };
    let texts = texts(folder)?;
    Ok(Law::new(Policy::parse(&files(&texts))?))
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
            texts.push((name, fs::read_to_string(&path).map_err(failed(&path))?));
        }
    }
    texts.sort();
    Ok(texts)
}

/// Texts as the parser takes them.
pub(super) fn files(texts: &[(String, String)]) -> Vec<PolicyFile<'_>> {
    let files = texts.iter();
    files
        .map(|(name, text)| PolicyFile { name, text })
        .collect()
}
