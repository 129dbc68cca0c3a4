//! The words as they stand in `locales/`.

use std::{collections::BTreeMap, fs, path::Path};

pub(crate) const LANGUAGES: [&str; 3] = ["kk", "ru", "en"];
pub(crate) const PLURALS: [&str; 4] = ["_one", "_few", "_many", "_other"];

/// The texts of a file by key.
pub(crate) type Words = BTreeMap<String, String>;

/// The words of one file by their full key, `section.key`; plural forms that a language lacks are filled in.
pub(crate) fn read(locales: &Path, language: &str, file: &str) -> Words {
    let path = locales.join(language).join(format!("{file}.toml"));
    println!("cargo::rerun-if-changed={}", path.display());
    let text =
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let table: toml::Table = text
        .parse()
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut words = BTreeMap::new();
    flatten(&path, "", &table, &mut words);
    for stem in counted(&words) {
        let other = words
            .get(&format!("{stem}_other"))
            .cloned()
            .unwrap_or_default();
        for form in PLURALS {
            words
                .entry(format!("{stem}{form}"))
                .or_insert_with(|| other.clone());
        }
    }
    words
}

/// The keys that are phrases for a number: those with the forms `_one` and `_other`.
pub(crate) fn counted(words: &Words) -> Vec<String> {
    words
        .keys()
        .filter_map(|key| key.strip_suffix("_other"))
        .filter(|stem| words.contains_key(&format!("{stem}_one")))
        .map(str::to_owned)
        .collect()
}

fn flatten(path: &Path, prefix: &str, table: &toml::Table, words: &mut Words) {
    for (key, value) in table {
        let full = if prefix.is_empty() {
            key.clone()
        } else {
            format!("{prefix}.{key}")
        };
        match value {
            toml::Value::String(text) => {
                words.insert(full, text.clone());
            }
            toml::Value::Table(inner) => flatten(path, &full, inner, words),
            _ => panic!("{}: `{full}` is not a text", path.display()),
        }
    }
}

/// Stops the build where the languages differ in keys or in placeholders.
pub(crate) fn agree(file: &str, words: &[Words; 3]) {
    for (language, theirs) in LANGUAGES.iter().zip(words) {
        for (other_language, others) in LANGUAGES.iter().zip(words) {
            for (key, text) in others {
                let Some(mine) = theirs.get(key) else {
                    panic!(
                        "locales/{language}/{file}.toml lacks `{key}`, which locales/{other_language}/{file}.toml has"
                    );
                };
                assert!(
                    key.ends_with("_one") || placeholders(mine) == placeholders(text),
                    "locales/{language}/{file}.toml: `{key}` has other placeholders than locales/{other_language}/{file}.toml"
                );
            }
        }
    }
}

fn placeholders(text: &str) -> Vec<&str> {
    let mut found: Vec<&str> = text
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}
