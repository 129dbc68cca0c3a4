use registration::identifiers::Region;
use words::{Lang, common, page::Word};

use super::{QuestionName, navigation::use_journey};
use crate::{
    components::{Button, Choice, ErrorSummary, FieldError, Form, PageHeading, SelectField},
    language::{t, told},
    prelude::*,
};

const FIELD: &str = "region";

/// In which region is the dwelling? Only Astana has a rule of its own, but nobody needs to know
/// that to answer.
pub fn page() -> AnyView {
    let journey = use_journey();
    let before = journey.draft(|draft| draft.answers.declared_dwelling.region.map(Region::code));
    let value = RwSignal::new(before.unwrap_or_default());
    let errors = RwSignal::new(Vec::new());
    let go_on = move |()| match value.with_untracked(|code| Region::parse(code)) {
        Ok(region) => {
            journey.answer(QuestionName::Region, |draft| {
                draft.answers.declared_dwelling.region = Some(region);
            });
            journey.go_on();
        }
        Err(_) => errors.set(vec![FieldError::word(FIELD, Word::ErrorChoose)]),
    };
    view! {
        <ErrorSummary errors/>
        <PageHeading text=t(Word::RegionHeading)/>
        <Form on_submit=Callback::new(go_on)>
            <SelectField
                name=FIELD
                label=t(Word::RegionLabel)
                choices=choices(Word::RegionChoose)
                value
                errors
            />
            <div class="actions">
                <Button label=t(Word::ButtonContinue)/>
            </div>
        </Form>
    }
    .into_any()
}

/// All regions, below what stands there before one is chosen.
pub fn choices(first: Word) -> Vec<Choice> {
    let mut choices = vec![Choice::new("", t(first))];
    choices.extend(Region::CODES.map(|code| Choice::new(code, told(move |lang| name(lang, code)))));
    choices
}

/// What a region is called.
pub fn name(lang: Lang, code: &str) -> String {
    let key = String::from("region.") + code;
    common::by_key(lang, &key).unwrap_or_default().to_owned()
}
