use registration::Reason;
use words::{common, page::Word};

use super::{QuestionName, choice_question::ChoiceQuestion, choice_value::of};
use crate::{components::Choice, language::t, prelude::AnyView};

/// Why is the residence registered?
pub fn page() -> AnyView {
    ChoiceQuestion {
        name: QuestionName::Reason,
        heading: Word::ReasonHeading,
        hint: Some(Word::ReasonHint),
        choices: Reason::ALL
            .iter()
            .map(|reason| Choice::new(reason.symbol(), t(name(*reason))))
            .collect(),
        chosen: |draft| of(draft.answers.reason, Reason::symbol),
        choose: |draft, value| draft.answers.reason = Reason::from_symbol(value),
    }
    .page()
}

/// What a reason is called.
pub fn name(reason: Reason) -> common::Word {
    match reason {
        Reason::Moved => common::Word::ReasonMoved,
        Reason::Bought => common::Word::ReasonBought,
        Reason::Family => common::Word::ReasonFamily,
        Reason::Work => common::Word::ReasonWork,
        Reason::Study => common::Word::ReasonStudy,
        Reason::Treatment => common::Word::ReasonTreatment,
        Reason::Other => common::Word::ReasonOther,
    }
}
