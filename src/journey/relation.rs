use registration::Relation;
use words::page::Word;

use super::{
    QuestionName,
    choice_question::{ChoiceQuestion, choice},
    choice_value::of,
};

use crate::prelude::AnyView;

/// Whom do you want to register?
pub fn page() -> AnyView {
    ChoiceQuestion {
        name: QuestionName::Relation,
        heading: Word::RelationHeading,
        hint: None,
        choices: vec![
            choice(Relation::Myself.symbol(), Word::RelationMyself, None),
            choice(Relation::Parent.symbol(), Word::RelationParent, None),
            choice(
                Relation::Representative.symbol(),
                Word::RelationRepresentative,
                Some(Word::RelationRepresentativeHint),
            ),
            choice(
                Relation::Guardian.symbol(),
                Word::RelationGuardian,
                Some(Word::RelationGuardianHint),
            ),
            choice(Relation::Other.symbol(), Word::RelationOther, None),
        ],
        chosen: |draft| of(draft.answers.declared_subject.relation, Relation::symbol),
        choose: |draft, value| {
            draft.answers.declared_subject.relation = Relation::from_symbol(value);
        },
    }
    .page()
}
