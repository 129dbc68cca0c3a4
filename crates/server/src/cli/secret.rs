use std::{env, fs, path::PathBuf};

use super::CliError;

/// A secret: the environment's `NAME`, or the content of the file that `NAME_FILE` names, without
/// the line end. Never from the command line, which every user of the machine can read.
///
/// # Errors
/// [`CliError`] where both are set, the file cannot be read, or the secret is empty.
pub(super) fn secret(name: &str) -> Result<Option<String>, CliError> {
    let file = env::var_os(format!("{name}_FILE")).map(PathBuf::from);
    read(name, env::var(name).ok(), file)
}

fn read(
    name: &str,
    direct: Option<String>,
    file: Option<PathBuf>,
) -> Result<Option<String>, CliError> {
    let refused = |why: &str| CliError::Setting(format!("{name}: {why}"));
    let secret = match (direct, file) {
        (None, None) => return Ok(None),
        (Some(_), Some(_)) => return Err(refused("it is set, and so is its file")),
        (Some(direct), None) => direct,
        (None, Some(path)) => fs::read_to_string(&path)
            .map_err(|cause| CliError::File { path, cause })?
            .trim_end_matches(['\r', '\n'])
            .to_owned(),
    };
    if secret.is_empty() {
        return Err(refused("it is empty"));
    }
    Ok(Some(secret))
}

/// A secret without which something cannot be done.
pub(super) fn needed(name: &str, what: &str) -> Result<String, CliError> {
    secret(name)?.ok_or_else(|| {
        CliError::Setting(format!(
            "{what} needs a secret: set {name}, or {name}_FILE to the file that holds it"
        ))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_secret_comes_from_one_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        fs::write(&path, "s3cret\n").unwrap();
        let check = |direct: Option<&str>, file: bool, expected: Option<Option<&str>>| {
            let file = file.then(|| path.clone());
            let given = read("NAME", direct.map(str::to_owned), file).ok();
            assert_eq!(given, expected.map(|it| it.map(str::to_owned)));
        };
        check(None, false, Some(None));
        check(Some("x"), false, Some(Some("x")));
        check(None, true, Some(Some("s3cret")));
        check(Some("x"), true, None);
        check(Some(""), false, None);
        let missing = read("NAME", None, Some(folder.path().join("none")));
        assert!(missing.is_err());
    }
}
