//! Plural forms of the three languages (Unicode CLDR, cardinal rules for whole numbers).

use crate::Lang;

/// The form a counted word takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plural {
    /// Russian 1, 21, 101; Kazakh and English 1.
    One,
    /// Russian 2–4, 22–24.
    Few,
    /// Russian 0, 5–20.
    Many,
    /// Everything else.
    Other,
}

/// The form of a whole number in a language.
#[must_use]
pub fn form(lang: Lang, n: u64) -> Plural {
    match lang {
        Lang::Kk | Lang::En if n == 1 => Plural::One,
        Lang::Kk | Lang::En => Plural::Other,
        Lang::Ru => match (n % 10, n % 100) {
            (_, 11..=14) => Plural::Many,
            (1, _) => Plural::One,
            (2..=4, _) => Plural::Few,
            _ => Plural::Many,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{Plural, form};
    use crate::Lang;

    #[test]
    fn forms_follow_cldr() {
        let check = |lang, numbers: &[u64], expected| {
            for &n in numbers {
                assert_eq!(form(lang, n), expected, "{lang:?} {n}");
            }
        };
        check(Lang::Ru, &[1, 21, 101, 1001], Plural::One);
        check(Lang::Ru, &[2, 3, 4, 22, 104], Plural::Few);
        check(
            Lang::Ru,
            &[0, 5, 11, 12, 14, 19, 20, 111, 112],
            Plural::Many,
        );
        check(Lang::Kk, &[1], Plural::One);
        check(Lang::Kk, &[0, 2, 5, 11, 21], Plural::Other);
        check(Lang::En, &[1], Plural::One);
        check(Lang::En, &[0, 2, 21], Plural::Other);
    }
}
