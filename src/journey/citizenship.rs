use registration::Citizenship;
use words::page::Word;

use super::{
    QuestionName,
    choice_question::{ChoiceQuestion, choice},
    choice_value::of,
};

use crate::prelude::AnyView;

/// Which citizenship does the person have who is to be registered?
pub fn page() -> AnyView {
    ChoiceQuestion {
        name: QuestionName::Citizenship,
        heading: Word::CitizenshipHeading,
        hint: None,
        choices: vec![
            choice(
                Citizenship::Citizen.symbol(),
                Word::CitizenshipCitizen,
                None,
            ),
            choice(
                Citizenship::ResidencePermit.symbol(),
                Word::CitizenshipPermit,
                None,
            ),
            choice(
                Citizenship::TemporaryStay.symbol(),
                Word::CitizenshipStay,
                None,
            ),
        ],
        chosen: |draft| {
            of(
                draft.answers.declared_subject.citizenship,
                Citizenship::symbol,
            )
        },
        choose: |draft, value| {
            draft.answers.declared_subject.citizenship = Citizenship::from_symbol(value);
        },
    }
    .page()
}
