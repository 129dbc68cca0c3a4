use registration::RelationToOwner;
use words::page::Word;

use super::{
    QuestionName,
    choice_question::{ChoiceQuestion, choice},
    choice_value::of,
};

use crate::prelude::AnyView;

/// What is the person to the owner? Asked where it matters: for the room there must be in Astana.
pub fn page() -> AnyView {
    let choices = [
        (RelationToOwner::Spouse, Word::RelatedSpouse, None),
        (
            RelationToOwner::CloseRelative,
            Word::RelatedClose,
            Some(Word::RelatedCloseHint),
        ),
        (RelationToOwner::Relative, Word::RelatedRelative, None),
        (RelationToOwner::Ward, Word::RelatedWard, None),
        (RelationToOwner::Student, Word::RelatedStudent, None),
        (RelationToOwner::None, Word::RelatedNone, None),
    ]
    .into_iter()
    .map(|(relation, label, hint)| choice(relation.symbol(), label, hint))
    .collect();
    ChoiceQuestion {
        name: QuestionName::RelationToOwner,
        heading: Word::RelatedHeading,
        hint: Some(Word::RelatedHint),
        choices,
        chosen: |draft| of(draft.answers.relation_to_owner, RelationToOwner::symbol),
        choose: |draft, value| {
            draft.answers.relation_to_owner = RelationToOwner::from_symbol(value);
        },
    }
    .page()
}
