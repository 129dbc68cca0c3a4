use chrono::NaiveDate;
use registration::{Law, LegalNumber};
use wire::Texts;
use words::{fill, format, rules};

/// What a rule means in each language, with the numbers that stood in the law on a day. `message`
/// names its words in `locales/*/rules.toml`; nothing where a policy of this server's own says what
/// has no words there, or mentions a number that was not in force.
pub(super) fn sentence(law: &Law, rule: &str, message: &str, on: NaiveDate) -> Option<Texts> {
    let numbers = law.numbers(rule, on)?.into_iter();
    let numbers: Vec<(&str, String)> = numbers
        .map(|(name, number)| match number {
            LegalNumber::Count(count) => (name, count.to_string()),
            LegalNumber::Tenge(amount) => (name, format::tenge(amount)),
        })
        .collect();
    let values: Vec<(&str, &str)> = numbers
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    let key = format!("{message}.title");
    rules::keys()
        .contains(&key.as_str())
        .then(|| Texts::each(|lang| fill(rules::by_key(lang, &key).unwrap_or_default(), &values)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use words::Lang;

    use super::*;

    fn said(rule: &str, message: &str, on: &str) -> Option<Texts> {
        let law = Law::embedded().unwrap();
        sentence(&law, rule, message, on.parse().unwrap())
    }

    #[test]
    fn numbers_stand_in_the_sentence_in_every_language() {
        let texts = said("R9", "R9", "2026-11-22").unwrap();
        for (lang, said) in [
            (Lang::Kk, "60 минут"),
            (Lang::Ru, "60 минут"),
            (Lang::En, "within 60 minutes"),
        ] {
            assert!(texts.text(lang).contains(said), "{}", texts.text(lang));
        }
        let fine = said("R22", "R22", "2026-11-25").unwrap();
        assert!(fine.en.contains("43\u{a0}250\u{a0}₸"), "{}", fine.en);
    }

    #[test]
    fn every_rule_of_the_law_has_its_sentence_whole() {
        let law = Law::embedded().unwrap();
        let on = "2026-11-22".parse().unwrap();
        let ids = (1..=24).map(|number| format!("R{number}"));
        for rule in ids.flat_map(|id| law.outline().rule(&id).collect::<Vec<_>>()) {
            let texts = sentence(&law, rule.id, rule.message, on).unwrap();
            for lang in Lang::ALL {
                let text = texts.text(lang);
                assert!(
                    !text.is_empty() && !text.contains('{'),
                    "{}: {text}",
                    rule.id
                );
            }
        }
    }

    #[test]
    fn a_rule_without_words_has_no_sentence() {
        assert_eq!(said("R99", "R99", "2026-11-22"), None);
        assert_eq!(said("R22", "R22", "2020-01-01"), None, "no number yet");
    }
}
