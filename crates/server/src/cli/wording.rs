use rules::{
    analysis::{Lacking, Wording},
    nearest,
};

/// The languages in which `locales/*/rules.toml` has no words for something, and the key that has
/// words and is most like it.
pub(super) fn lacking(wording: Wording<'_>) -> Lacking {
    let key = match wording {
        Wording::Message(key) | Wording::Switch(key) => format!("{key}.title"),
        Wording::Source(key) => key.to_owned(),
        Wording::Fact(name) => format!("fact.{}", name.replace('.', "_")),
    };
    let languages = words::Lang::ALL.into_iter();
    let languages: Vec<String> = languages
        .filter(|lang| words::rules::by_key(*lang, &key).is_none())
        .map(|lang| lang.tag().to_owned())
        .collect();
    if languages.is_empty() {
        return Lacking::default();
    }
    let keys = words::rules::keys().iter().copied();
    let nearest = match wording {
        Wording::Message(key) | Wording::Switch(key) => {
            nearest(key, keys.filter_map(|key| key.strip_suffix(".title")))
        }
        Wording::Source(_) => nearest(&key, keys.filter(|key| key.starts_with("source."))),
        // The name of a fact is right wherever it is read: only its words can be forgotten.
        Wording::Fact(_) => None,
    };
    Lacking { languages, nearest }
}
