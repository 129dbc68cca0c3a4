use json::{FromJson, ToJson};
use serde::{Deserialize, Serialize};

/// A language of the service, by its BCP 47 tag.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, FromJson, ToJson,
)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Kazakh, the state language and the default.
    #[default]
    Kk,
    /// Russian.
    Ru,
    /// English.
    En,
}

impl Lang {
    /// Every language, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Kk, Self::Ru, Self::En];

    /// The BCP 47 tag: `kk`, `ru` or `en`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Kk => "kk",
            Self::Ru => "ru",
            Self::En => "en",
        }
    }

    /// The language with this tag; a region after it (`ru-KZ`) is passed over.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next()?;
        Self::ALL
            .into_iter()
            .find(|lang| lang.tag().eq_ignore_ascii_case(primary))
    }

    /// The first language we speak in an `Accept-Language` header (RFC 9110, 12.5.4). Weights are
    /// not compared: browsers list languages from the most wanted to the least.
    #[must_use]
    pub fn from_accept_language(header: &str) -> Option<Self> {
        header
            .split(',')
            .find_map(|item| Self::from_tag(item.split(';').next()?.trim()))
    }
}

#[cfg(test)]
mod tests {
    use super::Lang;

    #[test]
    fn the_first_language_we_speak_wins() {
        let check = |header, expected| {
            assert_eq!(Lang::from_accept_language(header), expected, "{header}");
        };
        check("ru-KZ,ru;q=0.9,en;q=0.8", Some(Lang::Ru));
        check("de, kk;q=0.5", Some(Lang::Kk));
        check("EN", Some(Lang::En));
        check("de,fr;q=0.3", None);
        check("", None);
        check(";;;,,,", None);
    }
}
