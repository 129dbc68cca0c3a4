use registration::Service;
use words::page::Word;

use super::{
    QuestionName,
    choice_question::{ChoiceQuestion, choice},
    choice_value::of,
};

use crate::prelude::AnyView;

/// Which service?
pub fn page() -> AnyView {
    ChoiceQuestion {
        name: QuestionName::Service,
        heading: Word::ServiceHeading,
        hint: None,
        choices: vec![
            choice(
                Service::Permanent.symbol(),
                Word::ServicePermanent,
                Some(Word::ServicePermanentHint),
            ),
            choice(
                Service::Temporary.symbol(),
                Word::ServiceTemporary,
                Some(Word::ServiceTemporaryHint),
            ),
        ],
        chosen: |draft| of(draft.answers.service, Service::symbol),
        choose: |draft, value| {
            draft.answers.service = Service::from_symbol(value);
            match draft.answers.service {
                Some(Service::Permanent) => draft.answers.months = None,
                _ => draft.answers.reason = None,
            }
        },
    }
    .page()
}
