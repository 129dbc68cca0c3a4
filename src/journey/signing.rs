use words::page::Word;

use super::{
    QuestionName,
    choice_question::{ChoiceQuestion, choice, unknown},
};

use crate::prelude::AnyView;

/// Both.
const BOTH: &str = "both";
/// Only a telephone in the Mobile Citizens Database.
const PHONE: &str = "phone";
/// Only a digital signature.
const EDS: &str = "eds";
/// Neither.
const NEITHER: &str = "neither";

/// What is there to sign with? Where a register knows of the telephone, its answer counts.
pub fn page() -> AnyView {
    ChoiceQuestion {
        name: QuestionName::Signing,
        heading: Word::SigningHeading,
        hint: Some(Word::SigningHint),
        choices: vec![
            choice(PHONE, Word::SigningPhone, None),
            choice(EDS, Word::SigningEds, None),
            choice(BOTH, Word::SigningBoth, None),
            choice(NEITHER, Word::SigningNeither, None),
            unknown(),
        ],
        chosen: |draft| {
            let said = &draft.answers.declared_subject;
            match (said.has_eds, said.phone_in_mobile_base) {
                (Some(true), Some(true)) => BOTH,
                (Some(true), _) => EDS,
                (_, Some(true)) => PHONE,
                (Some(false), _) => NEITHER,
                (None, _) => "",
            }
            .to_owned()
        },
        choose: |draft, value| {
            let said = &mut draft.answers.declared_subject;
            (said.has_eds, said.phone_in_mobile_base) = match value {
                BOTH => (Some(true), Some(true)),
                EDS => (Some(true), Some(false)),
                PHONE => (Some(false), Some(true)),
                NEITHER => (Some(false), Some(false)),
                _ => (None, None),
            };
        },
    }
    .page()
}
