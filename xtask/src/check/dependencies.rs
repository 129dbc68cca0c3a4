//! Dependencies that no source file names.

use std::fs;
use std::path::Path;

use super::manifest::{self, Manifest, is_dependency_table, names};
use crate::error::Error;
use crate::fingerprint::files;
use crate::places::Places;
use crate::progress::Step;

/// The table of a Cargo.toml for crates that are there only to switch a feature on.
const FEATURES_ONLY: &str = "package.metadata.features-only";

/// Every dependency of every package is named by its sources, and every crate of the workspace's
/// list is asked for by a package.
pub(crate) fn check(places: &Places, _: &mut Step) -> Result<(), Error> {
    let manifests = manifest::all(places)?;
    let mut unused = Vec::new();
    for Manifest { folder, text } in &manifests {
        let sources = sources(folder)?;
        let excused = names(text, |header| header == FEATURES_ONLY);
        for name in names(text, is_dependency_table) {
            if !excused.contains(&name) && !mentions(&sources, &name.replace('-', "_")) {
                unused.push(format!("{}: {name}", folder.join("Cargo.toml").display()));
            }
        }
    }
    let root = fs::read_to_string(places.at("Cargo.toml"));
    let root = root.map_err(Error::file("read", &places.at("Cargo.toml")))?;
    for name in names(&root, |header| header == "workspace.dependencies") {
        let asks = |one: &Manifest| names(&one.text, is_dependency_table).contains(&name);
        if !manifests.iter().any(asks) {
            unused.push(format!("workspace.dependencies: {name}"));
        }
    }
    if unused.is_empty() {
        return Ok(());
    }
    Err(Error::Unexpected(format!(
        "nothing uses these:\n  {}\nRemove them, or list them in [{FEATURES_ONLY}] with the reason",
        unused.join("\n  ")
    )))
}

/// All Rust text of a package. The page's folder is the repository itself, so only the folders
/// that cargo builds are looked into.
fn sources(folder: &Path) -> Result<String, Error> {
    let mut text = String::new();
    let places = ["src", "tests", "benches", "examples", "build"].map(|name| folder.join(name));
    let mut found = vec![folder.join("build.rs")];
    for place in &places {
        found.extend(files(place)?);
    }
    for file in found {
        if file.extension().is_some_and(|it| it == "rs") && file.is_file() {
            text.push_str(&fs::read_to_string(&file).map_err(Error::file("read", &file))?);
        }
    }
    Ok(text)
}

/// Whether `text` holds `name` as a whole word.
fn mentions(text: &str, name: &str) -> bool {
    let is_word = |it: char| it.is_alphanumeric() || it == '_';
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        !before.is_some_and(is_word) && !after.is_some_and(is_word)
    })
}

#[cfg(test)]
mod tests {
    use super::mentions;

    #[test]
    fn only_whole_words_count() {
        for (text, expected) in [
            ("use toml::Value;", true),
            ("toml_edit::x", false),
            ("my_toml", false),
            ("#[derive(toml)]", true),
            ("", false),
        ] {
            assert_eq!(mentions(text, "toml"), expected, "{text}");
        }
    }
}
