//! The code of a file of words.

use std::fmt::Write as _;

use crate::{
    locales::{PLURALS, Words, counted},
    pack::Place,
};

/// What is in the program only if the words are embedded.
const EMBEDDED: &str = "#[cfg(feature = \"embedded\")]\n";
/// What stands in for it if they are not.
const LOADED: &str = "#[cfg(not(feature = \"embedded\"))]\n";

/// The code of a file. Where its texts have a place in the page's packs, the code reads them from
/// there unless they are embedded.
pub(crate) fn module(words: &[Words; 3], place: Option<Place>) -> String {
    let keys: Vec<&String> = words[0].keys().collect();
    let mut code = String::new();
    word(&mut code, &keys, &words[2]);
    let here = if place.is_some() { EMBEDDED } else { "" };
    let signature = "/// The text of a word in a language.\n#[must_use]\npub fn text(lang: Lang, word: Word) -> &'static str {\n";
    let _ = writeln!(
        code,
        "{here}{signature}    TEXTS[lang as usize][word as usize]\n}}\n"
    );
    if let Some(Place { texts, .. }) = place {
        let _ = writeln!(
            code,
            "{LOADED}{signature}    crate::pack::text(lang, {texts} + word as usize)\n}}\n"
        );
    }
    let _ = writeln!(code, "{here}static TEXTS: [[&str; {}]; 3] = [", keys.len());
    for language in words {
        code.push_str("    [");
        for key in &keys {
            let _ = write!(code, "{:?}, ", language[*key]);
        }
        code.push_str("],\n");
    }
    code.push_str("];\n\n");
    if let Some(Place { texts, keys }) = place {
        let _ = writeln!(
            code,
            "#[cfg(all(test, feature = \"embedded\"))]\npub(crate) const PACKED: (usize, Option<usize>) = ({texts}, {keys:?});\n\n#[cfg(all(test, feature = \"embedded\"))]\npub(crate) fn all(lang: Lang) -> &'static [&'static str] {{\n    &TEXTS[lang as usize]\n}}\n"
        );
    }
    by_key(&mut code, &keys, place);
    phrases(&mut code, &counted(&words[0]));
    code
}

/// The enum of the words; each has its English text as documentation.
fn word(code: &mut String, keys: &[&String], english: &Words) {
    code.push_str("/// A word or sentence of this file, by its key.\n#[allow(missing_docs, reason = \"the text says it\")]\n#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]\npub enum Word {\n");
    for key in keys {
        let _ = writeln!(
            code,
            "    /// `{key}`: {}\n    {},",
            english[*key]
                .replace(['\n', '\r'], " ")
                .replace('[', "\\[")
                .replace('<', "\\<")
                .replace("http", "\\http"),
            name(key)
        );
    }
    code.push_str("}\n\n");
}

/// Looking up by key, for the files that have it.
fn by_key(code: &mut String, keys: &[&String], place: Option<Place>) {
    let signature = "/// The text of a word by its key as it stands in the file, `section.key`.\n#[must_use]\npub fn by_key(lang: Lang, key: &str) -> Option<&'static str> {\n";
    let count = keys.len();
    let here = match place {
        Some(Place { keys: None, .. }) => return,
        Some(Place {
            texts,
            keys: Some(keys),
        }) => {
            let _ = writeln!(
                code,
                "{LOADED}{signature}    crate::pack::by_key(lang, key, {texts}, {keys}, {count})\n}}\n"
            );
            EMBEDDED
        }
        None => "",
    };
    let _ = writeln!(
        code,
        "{here}{signature}    TEXTS[lang as usize].get(KEYS.binary_search(&key).ok()?).copied()\n}}\n\n{here}static KEYS: [&str; {count}] = {keys:?};\n\n/// Every key of the file, in order.\n{here}#[must_use]\npub fn keys() -> &'static [&'static str] {{\n    &KEYS\n}}\n"
    );
}

/// The enum of the phrases that change with a number.
fn phrases(code: &mut String, stems: &[String]) {
    if stems.is_empty() {
        return;
    }
    code.push_str("/// A phrase that changes with a number.\n#[allow(missing_docs, reason = \"the text says it\")]\n#[derive(Clone, Copy, Debug, PartialEq, Eq)]\npub enum Counted {\n");
    for stem in stems {
        let _ = writeln!(code, "    {},", name(stem));
    }
    code.push_str("}\n\n/// The phrase for a number in a language; its `{n}` is still to be filled.\n#[must_use]\npub fn counted(lang: Lang, phrase: Counted, n: u64) -> &'static str {\n    let forms = match phrase {\n");
    for stem in stems {
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
