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

/// The files that the citizens' page shows: with those of one language it is whole.
const PACKED: [&str; 4] = ["common", "page", "account", "rules"];
/// Those of them that are looked up by key.
const KEYED: [&str; 2] = ["common", "rules"];
/// Ends every text of a pack.
const END: char = '\0';

fn main() {
    let locales =
        Path::new(&env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../../locales");
    println!("cargo::rerun-if-changed={}", locales.display());
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it"));
    let files = FILES.map(|file| {
        let words = LANGUAGES.map(|language| read(&locales, language, file));
        agree(file, &words);
        (file, words)
    });
    let packs = Packs::of(&files);
    for (file, words) in &files {
        let code = module(words, packs.texts.get(file), packs.keys.get(file));
        fs::write(out.join(format!("{file}.rs")), code).expect("OUT_DIR is writable");
    }
    for (language, pack) in LANGUAGES.iter().zip(&packs.packs) {
        fs::write(out.join(format!("{language}.pack")), pack).expect("OUT_DIR is writable");
    }
    let fingerprint = format!("{:?}", packs.fingerprint);
    fs::write(out.join("fingerprint.rs"), fingerprint).expect("OUT_DIR is writable");
}

type Words = BTreeMap<String, String>;

/// The page's words of each language as one text: the fingerprint of all keys, the texts of each
/// file, then the keys of those files that are looked up by key.
struct Packs {
    packs: [String; 3],
    fingerprint: String,
    /// Where the texts of a file begin.
    texts: BTreeMap<&'static str, usize>,
    /// Where its keys begin.
    keys: BTreeMap<&'static str, usize>,
}

impl Packs {
    fn of(files: &[(&'static str, [Words; 3])]) -> Self {
        let named =
            |wanted: &'static [&str]| files.iter().filter(|(file, _)| wanted.contains(file));
        let fingerprint = fingerprint(named(&PACKED).flat_map(|(_, words)| words[0].keys()));
        let mut packs = [(); 3].map(|()| format!("{fingerprint}{END}"));
        let (mut texts, mut keys) = (BTreeMap::new(), BTreeMap::new());
        let mut count = 1;
        for (file, words) in named(&PACKED) {
            texts.insert(*file, count);
            count += words[0].len();
            for (pack, words) in packs.iter_mut().zip(words) {
                words.values().for_each(|text| add(pack, text));
            }
        }
        for (file, words) in named(&KEYED) {
            keys.insert(*file, count);
            count += words[0].len();
            for pack in &mut packs {
                words[0].keys().for_each(|key| add(pack, key));
            }
        }
        Self {
            packs,
            fingerprint,
            texts,
            keys,
        }
    }
}

fn add(pack: &mut String, text: &str) {
    assert!(!text.contains(END), "a text holds a zero character: {text}");
    pack.push_str(text);
    pack.push(END);
}

/// FNV-1a, 64 bits, of the keys in their order: a program and words with the same fingerprint
/// belong together.
fn fingerprint<'a>(keys: impl Iterator<Item = &'a String>) -> String {
    let bytes = keys.flat_map(|key| key.bytes().chain([0]));
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{hash:016x}")
}

/// The words of one file by their full key, `section.key`; plural forms that a language lacks are filled in.
fn read(locales: &Path, language: &str, file: &str) -> Words {
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
fn counted(words: &Words) -> Vec<String> {
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
fn agree(file: &str, words: &[Words; 3]) {
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

/// The code of a file. Where its texts are in the page's packs, the code reads them from there
/// unless they are embedded.
fn module(words: &[Words; 3], packed: Option<&usize>, keyed: Option<&usize>) -> String {
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
    let here = if packed.is_some() {
        "#[cfg(feature = \"embedded\")]\n"
    } else {
        ""
    };
    code.push_str("/// The text of a word in a language.\n#[must_use]\npub fn text(lang: Lang, word: Word) -> &'static str {\n");
    let _ = writeln!(
        code,
        "    {here}return TEXTS[lang as usize][word as usize];"
    );
    if let Some(first) = packed {
        let _ = writeln!(
            code,
            "    #[cfg(not(feature = \"embedded\"))]\n    crate::pack::text(lang, {first} + word as usize)"
        );
    }
    let _ = writeln!(
        code,
        "}}\n\n{here}static TEXTS: [[&str; {}]; 3] = [",
        keys.len()
    );
    for language in words {
        code.push_str("    [");
        for key in &keys {
            let _ = write!(code, "{:?}, ", language[*key]);
        }
        code.push_str("],\n");
    }
    code.push_str("];\n\n");
    if let Some(first) = packed {
        let _ = writeln!(
            code,
            "#[cfg(all(test, feature = \"embedded\"))]\npub(crate) const PACKED: (usize, Option<usize>) = ({first}, {keyed:?});\n\n#[cfg(all(test, feature = \"embedded\"))]\npub(crate) fn all(lang: Lang) -> &'static [&'static str] {{\n    &TEXTS[lang as usize]\n}}\n"
        );
    }
    if packed.is_none() || keyed.is_some() {
        code.push_str(&by_key(&keys, packed.zip(keyed)));
    }
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

fn by_key(keys: &[&String], packed: Option<(&usize, &usize)>) -> String {
    let mut code = String::from(
        "/// The text of a word by its key as it stands in the file, `section.key`.\n#[must_use]\npub fn by_key(lang: Lang, key: &str) -> Option<&'static str> {\n",
    );
    let here = if let Some((texts, keyed)) = packed {
        let _ = writeln!(
            code,
            "    #[cfg(not(feature = \"embedded\"))]\n    return crate::pack::by_key(lang, key, {texts}, {keyed}, {});",
            keys.len()
        );
        "#[cfg(feature = \"embedded\")]\n"
    } else {
        ""
    };
    let _ = writeln!(
        code,
        "    {here}return TEXTS[lang as usize].get(KEYS.binary_search(&key).ok()?).copied();\n}}\n\n{here}static KEYS: [&str; {}] = {keys:?};\n",
        keys.len()
    );
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
