use words::page::Word;

use super::{
    QuestionName,
    choice_question::{ChoiceQuestion, choice},
    choice_value::{NO, YES, from_yes_no, yes_no},
};

use crate::prelude::AnyView;

/// Does the administration of the institution file?
pub fn page() -> AnyView {
    ChoiceQuestion {
        name: QuestionName::Institution,
        heading: Word::InstitutionHeading,
        hint: Some(Word::InstitutionHint),
        choices: vec![
            choice(YES, Word::InstitutionYes, None),
            choice(NO, Word::InstitutionNo, None),
        ],
        chosen: |draft| yes_no(draft.answers.declared_dwelling.institution_applies),
        choose: |draft, value| {
            draft.answers.declared_dwelling.institution_applies = from_yes_no(value);
        },
    }
    .page()
}
