use registration::Ownership;
use wire::OwnDwelling;
use words::page::Word;

use super::{QuestionName, address_search::AddressSearch, navigation::use_journey};
use crate::{
    components::{Button, Choice, ChoiceGroup, ErrorSummary, FieldError, Form, PageHeading},
    draft::ChosenAddress,
    language::{t, told},
    prelude::*,
    session::use_session,
};

const FIELD: &str = "dwelling";
/// Value of the choice that leads to the search.
const ANOTHER: &str = "another";

/// Which dwelling? An owner chooses among their own; everybody can search.
pub fn page() -> AnyView {
    let ownership = use_journey().draft(|draft| draft.answers.ownership);
    let own = use_session()
        .with(|person| person.dwellings.clone())
        .unwrap_or_default();
    let owns = matches!(ownership, Some(Ownership::Sole | Ownership::Shared));
    if owns && !own.is_empty() {
        view! { <OwnDwellings own/> }.into_any()
    } else {
        view! {
            <PageHeading text=t(Word::AddressHeading) hint=t(Word::AddressHint)/>
            <AddressSearch/>
        }
        .into_any()
    }
}

#[component]
fn OwnDwellings(own: Vec<OwnDwelling>) -> AnyView {
    let journey = use_journey();
    let is_own = |rca: &str| own.iter().any(|dwelling| dwelling.rca.to_string() == rca);
    let before = journey
        .draft(|draft| draft.answers.rca)
        .map(|rca| rca.to_string())
        .map(|rca| {
            if is_own(&rca) {
                rca
            } else {
                ANOTHER.to_owned()
            }
        });
    let value = RwSignal::new(before.unwrap_or_default());
    let errors = RwSignal::new(Vec::new());
    let mut choices: Vec<Choice> = own.iter().map(choice).collect();
    choices.push(Choice::explained(
        ANOTHER,
        t(Word::AddressAnother),
        t(Word::AddressAnotherHint),
    ));
    let go_on = move |()| {
        let chosen = value.get_untracked();
        let Some(dwelling) = own
            .iter()
            .find(|dwelling| dwelling.rca.to_string() == chosen)
        else {
            errors.set(vec![FieldError::word(FIELD, Word::ErrorChoose)]);
            return;
        };
        journey.answer(QuestionName::Address, |draft| {
            draft.answers.rca = Some(dwelling.rca);
            draft.answers.ownership = Some(dwelling.ownership);
            draft.address = Some(ChosenAddress {
                rca: dwelling.rca,
                text: dwelling.text.clone(),
                region: dwelling.region,
                kind: None,
            });
        });
        journey.go_on();
    };
    let searches = Memo::new(move || value.with(|value| value == ANOTHER));
    view! {
        <ErrorSummary errors/>
        <PageHeading text=t(Word::AddressHeading) hint=t(Word::AddressOwnHint)/>
        <Form on_submit=Callback::new(go_on)>
            <ChoiceGroup name=FIELD legend=t(Word::AddressHeading) choices value errors/>
            {move || {
                (!searches.get())
                    .then(|| {
                        view! {
                            <div class="actions">
                                <Button label=t(Word::ButtonContinue)/>
                            </div>
                        }
                    })
            }}
        </Form>
        {move || searches.get().then(|| view! { <AddressSearch/> })}
    }
    .into_any()
}

fn choice(dwelling: &OwnDwelling) -> Choice {
    let (text, code) = (dwelling.text.clone(), dwelling.rca.grouped());
    let share = match dwelling.ownership {
        Ownership::Shared => Word::AddressShare,
        Ownership::Sole | Ownership::None => Word::AddressWhole,
    };
    Choice::explained(
        &dwelling.rca.to_string(),
        told(move |lang| text.text(lang).to_owned()),
        told(move |lang| words::fill(words::page::text(lang, share), &[("code", &code)])),
    )
}
