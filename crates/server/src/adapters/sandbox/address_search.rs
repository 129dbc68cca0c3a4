use registration::identifiers::Rca;

use super::{fold::words, world::Dwelling};

/// What a word is worth that is found whole, and one that is found as a beginning.
const WHOLE: u32 = 4;
const BEGINNING: u32 = 2;
/// A number is seldom meant as the beginning of another.
const BEGINNING_OF_NUMBER: u32 = 1;
/// All words found in the order in which they were typed: "52 5" is house 52, flat 5.
const IN_ORDER: u32 = 3;
/// A code of an address, or its first digits.
const CODE: u32 = 100;
/// So many digits are a code and no longer a house.
const CODE_DIGITS: usize = 6;

/// Words that say what another word is, folded. They may be typed and need not be found.
const KINDS: [&str; 46] = [
    "г",
    "город",
    "кала",
    "каласы",
    "к",
    "обл",
    "область",
    "облысы",
    "облыс",
    "район",
    "р",
    "н",
    "ауданы",
    "аудан",
    "ул",
    "улица",
    "коше",
    "кошеси",
    "пр",
    "просп",
    "проспект",
    "дангылы",
    "дангыл",
    "мкр",
    "микрораион",
    "д",
    "дом",
    "уи",
    "кв",
    "квартира",
    "патер",
    "патери",
    "ком",
    "комн",
    "комната",
    "болме",
    "city",
    "region",
    "district",
    "st",
    "street",
    "ave",
    "avenue",
    "house",
    "flat",
    "apt",
];

/// The addresses as words, in the order of the file.
#[derive(Debug)]
pub(super) struct AddressIndex(Vec<Entry>);

#[derive(Debug)]
struct Entry {
    code: String,
    languages: [Vec<String>; 3],
}

impl AddressIndex {
    pub(super) fn of(dwellings: &[Dwelling]) -> Self {
        let entries = dwellings.iter().map(|dwelling| Entry {
            code: Rca::to_string(&dwelling.rca),
            languages: [&dwelling.text.kk, &dwelling.text.ru, &dwelling.text.en]
                .map(|text| words(text)),
        });
        Self(entries.collect())
    }

    /// Indices of the addresses in which every word of a text is the beginning of a word, in any
    /// language and any order, or whose code begins with the text's digits; the best first, and
    /// those that are equally good in the order of the file.
    pub(super) fn search(&self, text: &str) -> Vec<usize> {
        let code: String = text
            .chars()
            .filter(|letter| !matches!(letter, ' ' | '-' | '\u{a0}'))
            .collect();
        let code = (code.len() >= CODE_DIGITS && code.bytes().all(|byte| byte.is_ascii_digit()))
            .then_some(code);
        let typed = words(text);
        let mut found: Vec<(u32, usize)> = self
            .0
            .iter()
            .enumerate()
            .filter_map(|(index, entry)| {
                let score = match &code {
                    Some(code) => entry.code.starts_with(code.as_str()).then_some(CODE),
                    None => entry.score(&typed),
                };
                Some((score?, index))
            })
            .collect();
        found.sort_by_key(|&(score, index)| (std::cmp::Reverse(score), index));
        found.into_iter().map(|(_, index)| index).collect()
    }
}

impl Entry {
    /// How well the address fits; nothing where a word is not found at all.
    fn score(&self, typed: &[String]) -> Option<u32> {
        let named = typed.iter().any(|word| !KINDS.contains(&word.as_str()));
        let mut score = 0;
        for word in typed {
            let best = self
                .languages
                .iter()
                .filter_map(|language| place(language, word, 0))
                .max_by_key(|hit| hit.0);
            match best {
                Some((worth, _)) => score += worth,
                None if named && KINDS.contains(&word.as_str()) => {}
                None => return None,
            }
        }
        if typed.is_empty() {
            return None;
        }
        let in_order = self
            .languages
            .iter()
            .any(|language| in_order(language, typed));
        Some(if in_order { score + IN_ORDER } else { score })
    }
}

/// Whether the words that say more than a kind stand in a language whole and one after another.
fn in_order(language: &[String], typed: &[String]) -> bool {
    let mut from = 0;
    for word in typed.iter().filter(|word| !KINDS.contains(&word.as_str())) {
        match place(language, word, from) {
            Some((WHOLE, at)) => from = at + 1,
            _ => return false,
        }
    }
    true
}

/// What a word is worth in a language and where it stands, from a place on.
fn place(language: &[String], word: &str, from: usize) -> Option<(u32, usize)> {
    let rest = || language.iter().enumerate().skip(from);
    if let Some((at, _)) = rest().find(|(_, other)| *other == word) {
        return Some((WHOLE, at));
    }
    let (at, _) = rest().find(|(_, other)| other.starts_with(word))?;
    let number = word.bytes().all(|byte| byte.is_ascii_digit());
    Some((
        if number {
            BEGINNING_OF_NUMBER
        } else {
            BEGINNING
        },
        at,
    ))
}
