//! The words of one language as one text, which the citizens' page loads.
//!
//! A pack is UTF-8: texts, each ended by a zero character. The first is the fingerprint of all
//! keys, so that a program never reads the words of another version; then the texts of each file in
//! the order of its enum; then the keys of the files that are looked up by key.

#![cfg_attr(
    feature = "embedded",
    allow(dead_code, reason = "what is embedded is not looked up in a pack")
)]

use std::sync::OnceLock;

use crate::Lang;

/// Which packs belong to this program.
pub const FINGERPRINT: &str = include!(concat!(env!("OUT_DIR"), "/fingerprint.rs"));

static LOADED: [OnceLock<Pack>; 3] = [const { OnceLock::new() }; 3];

/// The texts of a pack.
#[derive(Debug)]
struct Pack(Vec<&'static str>);

impl Pack {
    /// Reads a pack; none if it does not belong to this program.
    fn read(pack: &'static str) -> Option<Self> {
        let mut texts: Vec<_> = pack.split('\0').collect();
        // What follows the end of the last text.
        let rest = texts.pop()?;
        let belongs = texts.first() == Some(&FINGERPRINT) && rest.is_empty();
        belongs.then_some(Self(texts))
    }

    fn text(&self, index: usize) -> &'static str {
        self.0.get(index).copied().unwrap_or_default()
    }

    fn by_key(&self, key: &str, texts: usize, keys: usize, count: usize) -> Option<&'static str> {
        let keys = self.0.get(keys..keys + count)?;
        Some(self.text(texts + keys.binary_search(&key).ok()?))
    }
}

/// Takes the words of a language, once. False if the pack belongs to another version of the program
/// or is not whole; nothing changes then.
pub fn load(lang: Lang, pack: String) -> bool {
    if is_loaded(lang) {
        return true;
    }
    let Some(pack) = Pack::read(String::leak(pack)) else {
        return false;
    };
    LOADED[lang as usize].set(pack).is_ok()
}

/// Whether the words of a language are there.
#[must_use]
pub fn is_loaded(lang: Lang) -> bool {
    cfg!(feature = "embedded") || LOADED[lang as usize].get().is_some()
}

/// A text of the loaded words, by its place; empty as long as they are not loaded.
pub(crate) fn text(lang: Lang, index: usize) -> &'static str {
    let pack = LOADED[lang as usize].get();
    pack.map_or("", |pack| pack.text(index))
}

/// A text of the loaded words by its key, in the file whose texts and keys begin at these places.
pub(crate) fn by_key(
    lang: Lang,
    key: &str,
    texts: usize,
    keys: usize,
    count: usize,
) -> Option<&'static str> {
    LOADED[lang as usize].get()?.by_key(key, texts, keys, count)
}

/// The pack of a language, as a file.
#[cfg(feature = "embedded")]
#[must_use]
pub fn written(lang: Lang) -> &'static str {
    match lang {
        Lang::Kk => include_str!(concat!(env!("OUT_DIR"), "/kk.pack")),
        Lang::Ru => include_str!(concat!(env!("OUT_DIR"), "/ru.pack")),
        Lang::En => include_str!(concat!(env!("OUT_DIR"), "/en.pack")),
    }
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use super::{FINGERPRINT, Pack, written};
    use crate::{Lang, account, common, page, rules};

    #[test]
    fn a_pack_says_what_the_program_says() {
        for lang in Lang::ALL {
            let pack = Pack::read(written(lang)).unwrap();
            let check = |(texts, keys): (usize, Option<usize>), known: &[&str], by: ByKey| {
                for (place, text) in known.iter().enumerate() {
                    assert_eq!(pack.text(texts + place), *text);
                    let Some(keys) = keys else { continue };
                    let key = pack.text(keys + place);
                    let found = pack.by_key(key, texts, keys, known.len());
                    assert_eq!(found, Some(*text), "{key}");
                    assert_eq!(by(lang, key), found, "{key}");
                }
            };
            check(common::PACKED, common::all(lang), common::by_key);
            check(page::PACKED, page::all(lang), |_, _| None);
            check(account::PACKED, account::all(lang), |_, _| None);
            check(rules::PACKED, rules::all(lang), rules::by_key);
        }
    }

    type ByKey = fn(Lang, &str) -> Option<&'static str>;

    #[test]
    fn a_pack_of_another_version_or_half_a_pack_is_refused() {
        let check = |pack: String, expected: bool| {
            assert_eq!(Pack::read(pack.leak()).is_some(), expected);
        };
        let whole = written(Lang::En);
        check(whole.to_owned(), true);
        check(whole.replacen(FINGERPRINT, "0123456789abcdef", 1), false);
        check(whole[..whole.len() - 1].to_owned(), false);
        check(String::new(), false);
        check("<!doctype html>".into(), false);
    }
}
