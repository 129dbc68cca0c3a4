use registration::DwellingKind;
use words::page::Word;

use super::{
    QuestionName,
    choice_question::{ChoiceQuestion, choice, unknown},
    choice_value::of,
};

use crate::prelude::AnyView;

/// The usual ones first.
const ORDER: [DwellingKind; 9] = [
    DwellingKind::Flat,
    DwellingKind::House,
    DwellingKind::Dacha,
    DwellingKind::Dormitory,
    DwellingKind::Hotel,
    DwellingKind::Sanatorium,
    DwellingKind::Clinic,
    DwellingKind::CareHome,
    DwellingKind::Other,
];

/// What kind of dwelling is it?
pub fn page() -> AnyView {
    let mut choices: Vec<_> = ORDER
        .map(|kind| choice(kind.symbol(), name(kind), None))
        .into_iter()
        .collect();
    choices.push(unknown());
    ChoiceQuestion {
        name: QuestionName::Kind,
        heading: Word::KindHeading,
        hint: None,
        choices,
        chosen: |draft| of(draft.answers.declared_dwelling.kind, DwellingKind::symbol),
        choose: |draft, value| {
            draft.answers.declared_dwelling.kind = DwellingKind::from_symbol(value);
        },
    }
    .page()
}

/// What a kind is called.
pub fn name(kind: DwellingKind) -> Word {
    match kind {
        DwellingKind::Flat => Word::KindFlat,
        DwellingKind::House => Word::KindHouse,
        DwellingKind::Dacha => Word::KindDacha,
        DwellingKind::Dormitory => Word::KindDormitory,
        DwellingKind::Hotel => Word::KindHotel,
        DwellingKind::Sanatorium => Word::KindSanatorium,
        DwellingKind::Clinic => Word::KindClinic,
        DwellingKind::CareHome => Word::KindCareHome,
        DwellingKind::Other => Word::KindOther,
    }
}
