use wire::AddressFound;
use words::{fill, page::Word};

use super::{QuestionName, kind, navigation::use_journey};
use crate::{
    components::{Button, Choice, ChoiceGroup, ErrorSummary, FieldError, Form},
    draft::ChosenAddress,
    language::{Say, t, told},
    prelude::*,
};

const FIELD: &str = "found";

/// Addresses of the register to choose one from. A house with two records is there twice, each with
/// its code, because only the owner's papers tell which one is meant.
#[component]
pub fn AddressChoice(
    /// What was found.
    found: Vec<AddressFound>,
) -> AnyView {
    let journey = use_journey();
    let before = journey
        .draft(|draft| draft.answers.rca)
        .map(|rca| rca.to_string());
    let value = RwSignal::new(before.unwrap_or_default());
    let errors = RwSignal::new(Vec::new());
    let choices = found
        .iter()
        .map(|address| choice(address, twice(address, &found)))
        .collect();
    let go_on = move |()| {
        let chosen = value.get_untracked();
        let Some(address) = found
            .iter()
            .find(|address| address.rca.to_string() == chosen)
        else {
            errors.set(vec![FieldError::word(FIELD, Word::ErrorChoose)]);
            return;
        };
        journey.answer(QuestionName::Address, |draft| {
            draft.answers.rca = Some(address.rca);
            draft.address = Some(ChosenAddress::from(address));
        });
        journey.go_on();
    };
    view! {
        <ErrorSummary errors/>
        <Form on_submit=Callback::new(go_on)>
            <ChoiceGroup name=FIELD legend=t(Word::AddressChoose) choices value errors/>
            <div class="actions">
                <Button label=t(Word::ButtonContinue)/>
            </div>
        </Form>
    }
    .into_any()
}

/// Whether another record has the same text.
fn twice(address: &AddressFound, found: &[AddressFound]) -> bool {
    found
        .iter()
        .any(|other| other.rca != address.rca && other.text == address.text)
}

fn choice(address: &AddressFound, twice: bool) -> Choice {
    let (text, code, kind) = (
        address.text.clone(),
        address.rca.grouped(),
        kind::name(address.kind),
    );
    Choice::explained(
        &address.rca.to_string(),
        told(move |lang| text.text(lang).to_owned()),
        told(move |lang| {
            let words = if twice {
                Word::AddressCodeTwice
            } else {
                Word::AddressCode
            };
            fill(
                words.say(lang),
                &[("kind", kind.say(lang)), ("code", &code)],
            )
        }),
    )
}
