//! Which crates a Cargo.toml asks for. Reads the two spellings that the project uses: a line in
//! a dependency table, and a table of the dependency's own.

use std::fs;
use std::path::PathBuf;

use crate::error::Error;
use crate::places::Places;

/// A package of the workspace.
pub(crate) struct Manifest {
    /// Its folder.
    pub(crate) folder: PathBuf,
    /// The text of its Cargo.toml.
    pub(crate) text: String,
}

/// Every package of the workspace: the page, the crates, `xtask` itself.
pub(crate) fn all(places: &Places) -> Result<Vec<Manifest>, Error> {
    let mut folders = vec![places.root().to_owned(), places.at("xtask")];
    let crates = places.at("crates");
    for entry in fs::read_dir(&crates).map_err(Error::file("read", &crates))? {
        let folder = entry.map_err(Error::file("read", &crates))?.path();
        if folder.join("Cargo.toml").is_file() {
            folders.push(folder);
        }
    }
    folders.sort();
    let read = |folder: PathBuf| {
        let file = folder.join("Cargo.toml");
        let text = fs::read_to_string(&file).map_err(Error::file("read", &file))?;
        Ok(Manifest { folder, text })
    };
    folders.into_iter().map(read).collect()
}

/// The names in every table whose header `wanted` accepts, in order.
pub(crate) fn names(text: &str, wanted: impl Fn(&str) -> bool) -> Vec<&str> {
    let mut found = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        let line = line.trim();
        if let Some(header) = line.strip_prefix('[') {
            let header = header.split(']').next().unwrap_or_default();
            inside = wanted(header);
            if let Some((table, name)) = header.rsplit_once('.')
                && wanted(table)
            {
                found.push(name);
            }
        } else if inside
            && !line.starts_with('#')
            && let Some((name, _)) = line.split_once('=')
            && let Some(name) = name.trim().split('.').next()
            && is_name(name)
        {
            found.push(name);
        }
    }
    found
}

/// Whether a table holds what a package depends on.
pub(crate) fn is_dependency_table(header: &str) -> bool {
    let last = header.rsplit('.').next().unwrap_or(header);
    let kinds = ["dependencies", "dev-dependencies", "build-dependencies"];
    kinds.contains(&last) && !header.starts_with("workspace")
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|it| it.is_alphanumeric() || it == '-' || it == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "[package]\nname = \"x\"\n\n[dependencies]\n# a = \"1\"\nserde.workspace = true\n\
        web-sys = { workspace = true, features = [\n    \"Window\",\n] }\n\n\
        [dependencies.toml]\nversion = \"1\"\n\n[target.'cfg(unix)'.dev-dependencies]\nlibc = \"1\"\n\n\
        [workspace.dependencies]\naxum = \"1\"\n\n[lints]\nworkspace = true\n";

    #[test]
    fn both_spellings_are_read() {
        let expected = ["serde", "web-sys", "toml", "libc"];
        assert_eq!(names(TEXT, is_dependency_table), expected);
    }

    #[test]
    fn the_workspace_s_own_list_is_another_table() {
        assert_eq!(
            names(TEXT, |header| header == "workspace.dependencies"),
            ["axum"]
        );
    }
}
