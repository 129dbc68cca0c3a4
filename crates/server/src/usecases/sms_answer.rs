use words::Lang;

/// What a person wrote to 1414.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct SmsAnswer {
    /// Yes or no, where it says exactly one of them.
    pub(super) agrees: Option<bool>,
    /// The four digits that name the request.
    pub(super) code: Option<u16>,
    /// The language of the yes or no.
    pub(super) lang: Option<Lang>,
}

const WORDS: [(&str, bool, Option<Lang>); 14] = [
    ("иә", true, Some(Lang::Kk)),
    ("ия", true, Some(Lang::Kk)),
    ("келісемін", true, Some(Lang::Kk)),
    ("жоқ", false, Some(Lang::Kk)),
    ("жок", false, Some(Lang::Kk)),
    ("келіспеймін", false, Some(Lang::Kk)),
    ("да", true, Some(Lang::Ru)),
    ("нет", false, Some(Lang::Ru)),
    ("yes", true, Some(Lang::En)),
    ("no", false, Some(Lang::En)),
    ("1", true, None),
    ("2", false, None),
    ("+", true, None),
    ("-", false, None),
];

impl SmsAnswer {
    /// Reads a message. A consent has legal force, so a message that says anything besides a yes or
    /// a no and one code is not taken for either: the person is asked again.
    pub(super) fn read(text: &str) -> Self {
        let (mut yes, mut no, mut other, mut lang) = (false, false, false, None);
        let mut codes = Vec::new();
        for piece in pieces(text) {
            if let Some((_, agrees, spoken)) = WORDS.iter().find(|(word, ..)| *word == piece) {
                yes |= agrees;
                no |= !agrees;
                lang = lang.or(*spoken);
            } else if piece.len() == 4
                && let Ok(code) = piece.parse()
            {
                codes.push(code);
            } else {
                other = true;
            }
        }
        codes.dedup();
        let clear = yes != no && !other && codes.len() <= 1;
        Self {
            agrees: clear.then_some(yes),
            code: codes.first().copied().filter(|_| codes.len() == 1),
            lang,
        }
    }
}

/// Runs of letters, runs of digits, and lone signs, in small letters. What only parts words is
/// passed over; anything else, such as a question mark or a digit of another script, is a piece that
/// no answer has.
fn pieces(text: &str) -> Vec<String> {
    #[derive(PartialEq)]
    enum Kind {
        Letter,
        Digit,
        Sign,
        Other,
    }
    let mut pieces: Vec<String> = Vec::new();
    let mut last = None;
    for letter in text.chars().flat_map(char::to_lowercase) {
        let kind = match letter {
            '+' | '-' | '−' | '–' => Kind::Sign,
            letter if letter.is_ascii_digit() => Kind::Digit,
            letter if letter.is_alphabetic() => Kind::Letter,
            '.' | ',' | '!' | ':' | ';' | '"' | '«' | '»' | '“' | '”' | '\'' | '(' | ')' => {
                last = None;
                continue;
            }
            letter if letter.is_whitespace() => {
                last = None;
                continue;
            }
            _ => Kind::Other,
        };
        let letter = if matches!(letter, '−' | '–') {
            '-'
        } else {
            letter
        };
        match pieces.last_mut() {
            Some(piece) if last.as_ref() == Some(&kind) => piece.push(letter),
            _ => pieces.push(letter.to_string()),
        }
        last = Some(kind);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_understood_as_people_write_it() {
        let check = |text: &str, agrees, code| {
            let read = SmsAnswer::read(text);
            assert_eq!((read.agrees, read.code), (agrees, code), "{text}");
        };
        check("ДА 4821", Some(true), Some(4821));
        check("да", Some(true), None);
        check(" Да! ", Some(true), None);
        check("да4821", Some(true), Some(4821));
        check("4821 нет", Some(false), Some(4821));
        check("НЕТ 4821.", Some(false), Some(4821));
        check("ИӘ 4821", Some(true), Some(4821));
        check("Ия", Some(true), None);
        check("ЖОҚ 4821", Some(false), Some(4821));
        check("жок", Some(false), None);
        check("Yes, 4821", Some(true), Some(4821));
        check("no", Some(false), None);
        check("1", Some(true), None);
        check("2 4821", Some(false), Some(4821));
        check("+", Some(true), None);
        check("−", Some(false), None);
        check("- 4821", Some(false), Some(4821));
        check("да нет", None, None);
        check("да 4821 1234", None, None);
        check("да 4821, да 4821", Some(true), Some(4821));
        check("дай 4821", None, Some(4821));
        check("нету", None, None);
        check("кто это?", None, None);
        check("4821", None, Some(4821));
        check("", None, None);
        check("😀", None, None);
        check("12", None, None);
        check("+7 701 234 5678", None, Some(5678));
        check("да ну вас", None, None);
        check("нет, я их не знаю", None, None);
        check("«Да», 4821", Some(true), Some(4821));
        check("да\u{a0}4821", Some(true), Some(4821));
        check("Да?", None, None);
        check("да 4821?", None, Some(4821));
        check("да 👎", None, None);
        check("YES ٩٩٩٩", None, None);
        check("YES ９９９９", None, None);
        check("yes ½", None, None);
        check("да / нет", None, None);
    }

    #[test]
    fn the_language_of_an_answer_is_heard() {
        assert_eq!(SmsAnswer::read("иә").lang, Some(Lang::Kk));
        assert_eq!(SmsAnswer::read("нет").lang, Some(Lang::Ru));
        assert_eq!(SmsAnswer::read("YES").lang, Some(Lang::En));
        assert_eq!(SmsAnswer::read("1").lang, None);
    }
}
