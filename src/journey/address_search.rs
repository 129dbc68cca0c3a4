use leptos::task::spawn_local;
use registration::identifiers::{Rca, Region};
use wire::{AddressFound, Addresses};
use words::{fill, page, page::Word};

use super::{address_choice::AddressChoice, navigation::use_journey, region};
use crate::{
    api::{ApiError, use_api},
    components::{
        Button, ErrorSummary, Failure, FieldError, Form, InputKind, Loading, Notice, SelectField,
        TextField, Tone,
    },
    language::{t, told},
    prelude::*,
};

const FIELD: &str = "address";
const REGION: &str = "region";
/// Shorter texts find too much.
const SHORTEST: usize = 3;

/// How far the search is.
#[derive(Clone, PartialEq)]
enum Search {
    NotYet,
    Asking,
    Found(Addresses),
}

/// Searches the address register by street and house, or by code.
#[component]
pub fn AddressSearch() -> AnyView {
    let (api, journey) = (use_api(), use_journey());
    let text = RwSignal::new(String::new());
    let code = RwSignal::new(String::new());
    let errors = RwSignal::new(Vec::new());
    let failure = RwSignal::new(None::<ApiError>);
    let search = RwSignal::new(chosen_before(journey));
    let begin = Callback::new(move |()| {
        let typed = text.with_untracked(|text| text.trim().to_owned());
        failure.set(None);
        if typed.chars().count() < SHORTEST {
            errors.set(vec![FieldError::word(FIELD, Word::AddressTooShort)]);
            return;
        }
        errors.set(Vec::new());
        search.set(Search::Asking);
        let region = code.with_untracked(|code| Region::parse(code)).ok();
        spawn_local(async move {
            match api.addresses(typed, region).await {
                Ok(found) => search.set(Search::Found(found)),
                Err(error) => {
                    search.set(Search::NotYet);
                    failure.set(Some(error));
                }
            }
        });
    });
    let busy = Signal::derive(move || search.with(|search| *search == Search::Asking));
    view! {
        <ErrorSummary errors/>
        <Form on_submit=begin>
            <TextField
                name=FIELD
                label=t(Word::AddressLabel)
                hint=t(Word::AddressExample)
                value=text
                kind=InputKind::Search
                errors
            />
            <SelectField
                name=REGION
                label=t(Word::AddressRegion)
                choices=region::choices(Word::AddressEveryRegion)
                value=code
            />
            <div class="actions">
                <Button label=t(Word::AddressSearch) busy/>
            </div>
        </Form>
        <Failure error=failure on_retry=begin/>
        {move || results(search.get())}
    }
    .into_any()
}

fn results(search: Search) -> AnyView {
    match search {
        Search::NotYet => ().into_any(),
        Search::Asking => view! { <Loading text=t(Word::AddressSearching)/> }.into_any(),
        Search::Found(addresses) if addresses.found.is_empty() => view! {
            <div role="status">
                <Notice tone=Tone::Warning title=t(Word::AddressNothing)>
                    <p>{t(Word::AddressNothingNext)}</p>
                </Notice>
            </div>
        }
        .into_any(),
        Search::Found(addresses) => found(addresses),
    }
}

fn found(addresses: Addresses) -> AnyView {
    let n = addresses.found.len();
    let count = told(move |lang| {
        let phrase = page::counted(lang, page::Counted::AddressFound, n as u64);
        fill(phrase, &[("n", &n.to_string())])
    });
    let more = addresses
        .more
        .then(|| view! { <p class="hint">{t(Word::AddressMore)}</p> });
    view! {
        <p role="status" class="found">
            {count}
        </p>
        <AddressChoice found=addresses.found/>
        {more}
    }
    .into_any()
}

/// The address chosen before, so that Back shows it.
fn chosen_before(journey: super::navigation::Journey) -> Search {
    let kept = journey.draft(|draft| {
        let rca: Rca = draft.answers.rca?;
        draft.address.clone().filter(|address| address.rca == rca)
    });
    let found = kept.and_then(|address| {
        let kind = address.kind?;
        Some(AddressFound {
            rca: address.rca,
            text: address.text,
            region: address.region,
            kind,
        })
    });
    match found {
        None => Search::NotYet,
        Some(address) => Search::Found(Addresses {
            found: vec![address],
            more: false,
        }),
    }
}
