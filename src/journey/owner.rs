use registration::identifiers::OwnerId;
use words::page::Word;

use super::{QuestionName, navigation::use_journey, number_error::number_error};
use crate::{
    components::{Button, ErrorSummary, Form, InputKind, Notice, PageHeading, TextField},
    language::t,
    prelude::*,
};

const FIELD: &str = "owner";

/// Who owns the dwelling? The number goes to the register only together with the address.
pub fn page() -> AnyView {
    let journey = use_journey();
    let before = journey
        .draft(|draft| draft.answers.owner)
        .map(|owner| owner.to_string());
    let value = RwSignal::new(before.unwrap_or_default());
    let errors = RwSignal::new(Vec::new());
    let go_on = move |()| match value.with_untracked(|text| OwnerId::parse(text)) {
        Ok(owner) => {
            journey.answer(QuestionName::Owner, |draft| {
                draft.answers.owner = Some(owner)
            });
            journey.go_on();
        }
        Err(error) => errors.set(vec![number_error(FIELD, error)]),
    };
    view! {
        <ErrorSummary errors/>
        <PageHeading text=t(Word::OwnerHeading) hint=t(Word::OwnerHint)/>
        <Form on_submit=Callback::new(go_on)>
            <TextField
                name=FIELD
                label=t(Word::OwnerLabel)
                hint=t(Word::OwnerExample)
                value
                kind=InputKind::Digits
                width=12
                errors
            />
            <Notice title=t(Word::OwnerNext)>
                <p>{t(Word::OwnerNextDetail)}</p>
            </Notice>
            <div class="actions">
                <Button label=t(Word::ButtonContinue)/>
            </div>
        </Form>
    }
    .into_any()
}
