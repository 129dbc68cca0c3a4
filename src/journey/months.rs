use words::page::Word;

use super::{QuestionName, number_question::NumberQuestion};

use crate::prelude::AnyView;

/// For how many months? Any number can be typed; the policy says which pass.
pub fn page() -> AnyView {
    NumberQuestion {
        name: QuestionName::Months,
        heading: Word::MonthsHeading,
        hint: Some(Word::MonthsHint),
        label: Word::MonthsLabel,
        wrong: Word::MonthsWrong,
        can_be_unknown: false,
        typed: |draft| {
            draft
                .answers
                .months
                .map(|months| months.to_string())
                .unwrap_or_default()
        },
        note: |draft, text| {
            draft.answers.months = text
                .parse()
                .ok()
                .filter(|months| (-999..=999).contains(months));
            draft.answers.months.is_some()
        },
    }
    .page()
}
