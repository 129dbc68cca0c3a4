use words::page::Word;

use super::{
    QuestionName,
    choice_question::{ChoiceQuestion, choice, unknown},
};

use crate::prelude::AnyView;

/// Every owner is of age and has full capacity.
const ALL_FULL: &str = "all_full";
/// One is a minor.
const MINOR: &str = "minor";
/// A court has limited the capacity of one.
const LIMITED: &str = "limited";

/// Is a minor or a person without full capacity among the owners?
pub fn page() -> AnyView {
    ChoiceQuestion {
        name: QuestionName::Owners,
        heading: Word::OwnersHeading,
        hint: Some(Word::OwnersHint),
        choices: vec![
            choice(ALL_FULL, Word::OwnersAllFull, None),
            choice(MINOR, Word::OwnersMinor, None),
            choice(LIMITED, Word::OwnersLimited, None),
            unknown(),
        ],
        chosen: |draft| {
            let said = &draft.answers.declared_dwelling;
            match (said.owner_minor, said.owner_limited) {
                (Some(true), _) => MINOR,
                (_, Some(true)) => LIMITED,
                (Some(false), Some(false)) => ALL_FULL,
                _ => "",
            }
            .to_owned()
        },
        choose: |draft, value| {
            let said = &mut draft.answers.declared_dwelling;
            (said.owner_minor, said.owner_limited) = match value {
                ALL_FULL => (Some(false), Some(false)),
                MINOR => (Some(true), None),
                LIMITED => (None, Some(true)),
                _ => (None, None),
            };
        },
    }
    .page()
}
