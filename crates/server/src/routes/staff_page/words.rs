use words::{
    Lang, common,
    page::{self, Word},
    staff,
};

use crate::routes::template::said;

/// Words of the citizens' page that mean the same here.
const OF_THE_PAGE: [(&str, Word); 15] = [
    ("citizen.iin", Word::SignInIin),
    ("citizen.iin_hint", Word::SignInIinHint),
    ("citizen.send", Word::SignInSend),
    ("citizen.code_heading", Word::CodeHeading),
    ("citizen.code_hint", Word::CodeHint),
    ("citizen.code", Word::CodeLabel),
    ("citizen.six_digits", Word::CodeSixDigits),
    ("citizen.sign_in", Word::CodeSignIn),
    ("citizen.other_iin", Word::CodeOtherIin),
    ("citizen.not_come", Word::CodeNotCome),
    ("citizen.error_title", Word::ErrorTitlePrefix),
    ("citizen.not_digits", Word::NumberNotDigits),
    ("citizen.length", Word::NumberLength),
    ("citizen.checksum", Word::NumberChecksum),
    ("citizen.own", Word::FooterOwn),
];

/// Parts of `common.toml` that the scripts say.
const OF_ALL: [&str; 4] = ["date_long", "month.", "service.", "state."];

/// A word by its key; empty where there is none, which a test rules out.
pub(super) fn word(lang: Lang, key: &str) -> &'static str {
    let of_the_page = OF_THE_PAGE.iter().find(|(name, _)| *name == key);
    match of_the_page {
        Some((_, word)) => page::text(lang, *word),
        None => staff::by_key(lang, key).unwrap_or_default(),
    }
}

/// All words that the scripts may say in a language, as elements of a template.
pub(super) fn said_by_scripts(lang: Lang) -> String {
    let own = staff::keys().iter().map(|key| said(key, word(lang, key)));
    let of_the_page = OF_THE_PAGE
        .iter()
        .map(|(name, word)| said(name, page::text(lang, *word)));
    let common = common::keys()
        .iter()
        .filter(|key| OF_ALL.iter().any(|part| key.starts_with(part)))
        .filter_map(|key| Some(said(key, common::by_key(lang, key)?)));
    own.chain(of_the_page).chain(common).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::routes::staff_page::assets::SCRIPTS;

    fn names() -> BTreeSet<String> {
        let all = said_by_scripts(Lang::En);
        let names = all.split("data-word=\"").skip(1);
        names
            .map(|rest| rest.split('"').next().unwrap_or_default().to_owned())
            .collect()
    }

    #[test]
    fn every_word_that_a_script_says_is_on_the_page() {
        let names = names();
        for (file, script) in SCRIPTS {
            for (call, plural) in [("word(\"", ""), ("told(\"", ""), ("counted(\"", "_other")] {
                for rest in script.split(call).skip(1) {
                    let key = rest.split('"').next().unwrap_or_default();
                    let key = format!("{key}{plural}");
                    assert!(names.contains(&key), "{file}: {key}");
                }
            }
        }
    }

    #[test]
    fn every_state_and_step_has_its_words() {
        let names = names();
        for key in [
            "state.awaiting_consent",
            "service.temporary",
            "month.11",
            "timeline.registered",
            "action.staff_look",
        ] {
            assert!(names.contains(key), "{key}");
        }
    }
}
