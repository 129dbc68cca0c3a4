//! Turns `locales/{kk,ru,en}/*.toml` into one enum a file, so that a missing or misspelt word is a compile error.
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a build that cannot read its words must stop and say why"
)]

use std::{
    collections::BTreeMap,
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

const LANGUAGES: [&str; 3] = ["kk", "ru", "en"];
const FILES: [&str; 6] = ["common", "page", "account", "rules", "server", "sandbox"];
const PLURALS: [&str; 4] = ["_one", "_few", "_many", "_other"];

fn main() {
    let locales =
        Path::new(&env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../../locales");
    println!("cargo::rerun-if-changed={}", locales.display());
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it"));
    for file in FILES {
        let words = LANGUAGES.map(|language| read(&locales, language, file));
        agree(file, &words);
        fs::write(out.join(format!("{file}.rs")), module(&words)).expect("OUT_DIR is writable");
    }
}

/// The words of one file by their full key, `section.key`; plural forms that a language lacks are filled in.
fn read(locales: &Path, language: &str, file: &str) -> BTreeMap<String, String> {
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
fn counted(words: &BTreeMap<String, String>) -> Vec<String> {
    words
        .keys()
        .filter_map(|key| key.strip_suffix("_other"))
        .filter(|stem| words.contains_key(&format!("{stem}_one")))
        .map(str::to_owned)
        .collect()
}

fn flatten(path: &Path, prefix: &str, table: &toml::Table, words: &mut BTreeMap<String, String>) {
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
fn agree(file: &str, words: &[BTreeMap<String, String>; 3]) {
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

fn module(words: &[BTreeMap<String, String>; 3]) -> String {
    let mut code = String::new();
    let keys: Vec<&String> = words[0].keys().collect();
    code.push_str("/// A word or sentence of this file, by its key.\n#[allow(missing_docs, reason = \"the text says it\")]\n#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]\npub enum Word {\n");
    for key in &keys {
        let _ = writeln!(
            code,
            "    /// `{key}`: {}\n    {},",
            words[2][*key]
                .replace(['\n', '\r'], " ")
                .replace('[', "\\[")
                .replace('<', "\\<")
                .replace("http", "\\http"),
            name(key)
        );
    }
    code.push_str("}\n\n");
    let _ = writeln!(
        code,
        "/// The text of a word in a language.\n#[must_use]\npub fn text(lang: Lang, word: Word) -> &'static str {{\n    TEXTS[lang as usize][word as usize]\n}}\n"
    );
    let _ = writeln!(code, "static TEXTS: [[&str; {}]; 3] = [", keys.len());
    for language in words {
        code.push_str("    [");
        for key in &keys {
            let _ = write!(code, "{:?}, ", language[*key]);
        }
        code.push_str("],\n");
    }
    code.push_str("];\n\n");
    let _ = writeln!(
        code,
        "/// The text of a word by its key as it stands in the file, `section.key`.\n#[must_use]\npub fn by_key(lang: Lang, key: &str) -> Option<&'static str> {{\n    let index = KEYS.binary_search(&key).ok()?;\n    TEXTS[lang as usize].get(index).copied()\n}}\n"
    );
    let _ = writeln!(code, "static KEYS: [&str; {}] = {:?};\n", keys.len(), keys);
    let stems = counted(&words[0]);
    if !stems.is_empty() {
        code.push_str("/// A phrase that changes with a number.\n#[allow(missing_docs, reason = \"the text says it\")]\n#[derive(Clone, Copy, Debug, PartialEq, Eq)]\npub enum Counted {\n");
        for stem in &stems {
            let _ = writeln!(code, "    {},", name(stem));
        }
        code.push_str("}\n\n/// The phrase for a number in a language; its `{n}` is still to be filled.\n#[must_use]\npub fn counted(lang: Lang, phrase: Counted, n: u64) -> &'static str {\n    let forms = match phrase {\n");
        for stem in &stems {
            let forms: Vec<String> = PLURALS
                .iter()
                .map(|form| format!("Word::{}", name(&format!("{stem}{form}"))))
                .collect();
            let _ = writeln!(
                code,
                "        Counted::{} => [{}],",
                name(stem),
                forms.join(", ")
            );
        }
        code.push_str("    };\n    text(lang, forms[crate::plural::form(lang, n) as usize])\n}\n");
    }
    code
}

/// `sign_in.title` becomes `SignInTitle`.
fn name(key: &str) -> String {
    key.split(['.', '_', '-'])
        .map(|part| {
            let mut letters = part.chars();
            letters
                .next()
                .map(|first| first.to_ascii_uppercase().to_string() + letters.as_str())
                .unwrap_or_default()
        })
        .collect()
}
