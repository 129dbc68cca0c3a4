use words::page::Word;

use super::{QuestionName, number_question::NumberQuestion};

use crate::prelude::AnyView;

/// How old is the person who is to be registered?
pub fn page() -> AnyView {
    NumberQuestion {
        name: QuestionName::Age,
        heading: Word::AgeHeading,
        hint: None,
        label: Word::AgeLabel,
        wrong: Word::AgeWrong,
        can_be_unknown: false,
        typed: |draft| {
            draft
                .answers
                .declared_subject
                .age
                .map(|age| age.to_string())
                .unwrap_or_default()
        },
        note: |draft, text| {
            draft.answers.declared_subject.age = text.parse().ok().filter(|age| *age <= 120);
            draft.answers.declared_subject.age.is_some()
        },
    }
    .page()
}
