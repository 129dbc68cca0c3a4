use registration::{Ownership, Tenure};
use words::page::Word;

use super::{
    QuestionName,
    choice_question::{ChoiceQuestion, choice},
    choice_value::of,
};

use crate::prelude::AnyView;

/// Value of the choice for a dwelling rented from the state.
const STATE_RENTAL: &str = "state_rental";

/// Whose dwelling is it? Renting from the state is one of the answers, because that is how people
/// see it; as facts it is two: nothing owned, and another tenure.
pub fn page() -> AnyView {
    ChoiceQuestion {
        name: QuestionName::Ownership,
        heading: Word::OwnershipHeading,
        hint: Some(Word::OwnershipHint),
        choices: vec![
            choice(
                Ownership::Sole.symbol(),
                Word::OwnershipSole,
                Some(Word::OwnershipSoleHint),
            ),
            choice(
                Ownership::Shared.symbol(),
                Word::OwnershipShared,
                Some(Word::OwnershipSharedHint),
            ),
            choice(
                Ownership::None.symbol(),
                Word::OwnershipNone,
                Some(Word::OwnershipNoneHint),
            ),
            choice(
                STATE_RENTAL,
                Word::OwnershipState,
                Some(Word::OwnershipStateHint),
            ),
        ],
        chosen: |draft| {
            if draft.is_state_rental() {
                STATE_RENTAL.to_owned()
            } else {
                of(draft.answers.ownership, Ownership::symbol)
            }
        },
        choose: |draft, value| {
            let (ownership, tenure) = match value {
                STATE_RENTAL => (Some(Ownership::None), Some(Tenure::StateRental)),
                value => (Ownership::from_symbol(value), Some(Tenure::Private)),
            };
            draft.answers.ownership = ownership;
            draft.answers.declared_dwelling.tenure = tenure;
        },
    }
    .page()
}
