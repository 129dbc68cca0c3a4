use registration::Capacity;
use words::page::Word;

use super::{
    QuestionName,
    choice_question::{ChoiceQuestion, choice, unknown},
    choice_value::of,
};

use crate::prelude::AnyView;

/// Has a court limited the capacity of the person who is to be registered?
pub fn page() -> AnyView {
    ChoiceQuestion {
        name: QuestionName::Capacity,
        heading: Word::CapacityHeading,
        hint: Some(Word::CapacityHint),
        choices: vec![
            choice(Capacity::Full.symbol(), Word::CapacityFull, None),
            choice(Capacity::Partial.symbol(), Word::CapacityPartial, None),
            choice(Capacity::None.symbol(), Word::CapacityNone, None),
            unknown(),
        ],
        chosen: |draft| of(draft.answers.declared_subject.capacity, Capacity::symbol),
        choose: |draft, value| {
            draft.answers.declared_subject.capacity = Capacity::from_symbol(value);
        },
    }
    .page()
}
