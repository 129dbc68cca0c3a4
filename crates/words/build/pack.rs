//! The citizens' page's words of each language as one text: the fingerprint of all keys, the texts
//! of each file, then the keys of those files that are looked up by key.

use std::collections::BTreeMap;

use crate::locales::Words;

/// The files that the citizens' page shows: with those of one language it is whole.
const PACKED: [&str; 4] = ["common", "page", "account", "rules"];
/// Those of them that are looked up by key.
const KEYED: [&str; 2] = ["common", "rules"];
/// Ends every text of a pack.
const END: char = '\0';

/// The packs, and where in them each file stands.
pub(crate) struct Packs {
    pub(crate) packs: [String; 3],
    pub(crate) fingerprint: String,
    places: BTreeMap<&'static str, Place>,
}

/// Where a file stands in the packs.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    /// The index of its first text.
    pub(crate) texts: usize,
    /// The index of its first key, if it is looked up by key.
    pub(crate) keys: Option<usize>,
}

impl Packs {
    pub(crate) fn of(files: &[(&'static str, [Words; 3])]) -> Self {
        let named =
            |wanted: &'static [&str]| files.iter().filter(|(file, _)| wanted.contains(file));
        let fingerprint = fingerprint(named(&PACKED).flat_map(|(_, words)| words[0].keys()));
        let mut packs = [(); 3].map(|()| format!("{fingerprint}{END}"));
        let mut places = BTreeMap::new();
        let mut count = 1;
        for (file, words) in named(&PACKED) {
            let (texts, keys) = (count, None);
            places.insert(*file, Place { texts, keys });
            count += words[0].len();
            for (pack, words) in packs.iter_mut().zip(words) {
                words.values().for_each(|text| add(pack, text));
            }
        }
        for (file, words) in named(&KEYED) {
            if let Some(place) = places.get_mut(file) {
                place.keys = Some(count);
            }
            count += words[0].len();
            for pack in &mut packs {
                words[0].keys().for_each(|key| add(pack, key));
            }
        }
        Self {
            packs,
            fingerprint,
            places,
        }
    }

    /// Where a file stands; none for files that the page does not show.
    pub(crate) fn place(&self, file: &str) -> Option<Place> {
        self.places.get(file).copied()
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
