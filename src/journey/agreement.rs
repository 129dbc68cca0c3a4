use words::page::Word;

use super::{
    QuestionName,
    choice_question::{ChoiceQuestion, choice, unknown},
    choice_value::{NO, YES, from_yes_no, yes_no},
};

use crate::prelude::AnyView;

/// Does the agreement of the state rental list the person?
pub fn page() -> AnyView {
    ChoiceQuestion {
        name: QuestionName::Agreement,
        heading: Word::AgreementHeading,
        hint: Some(Word::AgreementHint),
        choices: vec![
            choice(YES, Word::AgreementYes, None),
            choice(NO, Word::AgreementNo, None),
            unknown(),
        ],
        chosen: |draft| yes_no(draft.answers.declared_dwelling.subject_listed),
        choose: |draft, value| {
            draft.answers.declared_dwelling.subject_listed = from_yes_no(value);
        },
    }
    .page()
}
