use words::page::Word;

use super::{QuestionName, number_question::NumberQuestion};

use crate::prelude::AnyView;

/// How much room is there for each registered person?
pub fn page() -> AnyView {
    NumberQuestion {
        name: QuestionName::Area,
        heading: Word::AreaHeading,
        hint: Some(Word::AreaHint),
        label: Word::AreaLabel,
        wrong: Word::AreaWrong,
        can_be_unknown: true,
        typed: |draft| {
            draft
                .answers
                .declared_dwelling
                .area_per_person_dm2
                .map(text)
                .unwrap_or_default()
        },
        note: |draft, text| {
            draft.answers.declared_dwelling.area_per_person_dm2 = hundredths(text);
            draft
                .answers
                .declared_dwelling
                .area_per_person_dm2
                .is_some()
        },
    }
    .page()
}

/// `15,5` or `15.5` as 1550; at most two places.
fn hundredths(text: &str) -> Option<u32> {
    let (whole, part) = text.split_once([',', '.']).unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 5 || part.len() > 2 || !digits(whole) || !digits(part) {
        return None;
    }
    let mut padded = part.to_owned();
    while padded.len() < 2 {
        padded.push('0');
    }
    Some(whole.parse::<u32>().ok()? * 100 + padded.parse::<u32>().ok()?)
}

/// As people write it.
pub fn text(hundredths: u32) -> String {
    let (whole, part) = (hundredths / 100, hundredths % 100);
    match part {
        0 => whole.to_string(),
        1..=9 => whole.to_string() + ".0" + &part.to_string(),
        _ => whole.to_string() + "." + &part.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{hundredths, text};

    #[test]
    fn square_metres_are_read_as_people_write_them() {
        let check =
            |typed: &str, expected: Option<u32>| assert_eq!(hundredths(typed), expected, "{typed}");
        check("15", Some(1500));
        check("14,99", Some(1499));
        check("14.9", Some(1490));
        check("0", Some(0));
        check("", None);
        check(",5", None);
        check("14,999", None);
        check("-3", None);
        check("15 m", None);
        check("1000000", None);
    }

    #[test]
    fn what_was_read_is_shown_again() {
        for typed in ["15", "14.99", "14.05"] {
            assert_eq!(hundredths(typed).map(text).as_deref(), Some(typed));
        }
    }
}
