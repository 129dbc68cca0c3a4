use leptos::task::spawn_local;
use registration::{Answers, SubjectChoice};
use wire::{ApplicationView, Person};
use words::account::Word;

use crate::{
    api::{ApiError, use_api},
    components::{Button, Failure},
    draft::{ChosenAddress, Draft, use_draft},
    journey::use_journey,
    language::t,
    prelude::*,
};

/// Files an ended application once more: what it says becomes the draft's answers.
#[component]
pub(super) fn Again(
    /// The application.
    view: ApplicationView,
) -> AnyView {
    let (api, draft, journey) = (use_api(), use_draft(), use_journey());
    // Only somebody who owns nothing there named an owner.
    let asked_owners = view
        .consent
        .as_ref()
        .is_some_and(|consent| consent.owners.is_none());
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<ApiError>);
    let again = move || {
        let view = view.clone();
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            // Registers are asked anew: the person no longer has this application under way, and
            // the address may not be there any more.
            let known = match api.person().await {
                Ok(person) => {
                    let found = api.addresses(view.rca.to_string(), None).await;
                    found.map(|addresses| (person, addresses))
                }
                Err(error) => Err(error),
            };
            if busy.try_set(false).is_some() {
                return;
            }
            match known {
                Ok((person, addresses)) => {
                    let found = addresses.found.iter().find(|found| found.rca == view.rca);
                    let address = found.map(ChosenAddress::from);
                    draft.change(|draft| *draft = answered(&view, &person, address));
                    journey.go_on();
                }
                Err(error) => failure.set(Some(error)),
            }
        });
    };
    view! {
        <p class="hint">
            {t(Word::EndedAgainHint)} {asked_owners.then(|| view! { " " {t(Word::EndedAgainOwner)} })}
        </p>
        <Failure error=failure/>
        <Button label=t(Word::EndedAgain) busy on_press=again/>
    }
    .into_any()
}

/// The answers that an application shows. It does not show whose the dwelling is where it is not
/// the applicant's, so that is asked again.
fn answered(view: &ApplicationView, person: &Person, address: Option<ChosenAddress>) -> Draft {
    let own = person
        .dwellings
        .iter()
        .find(|dwelling| dwelling.rca == view.rca);
    let mut named = person
        .subjects
        .iter()
        .filter(|subject| subject.name == view.subject);
    let subject = match (view.myself, named.next(), named.next()) {
        (true, _, _) => Some(SubjectChoice::Myself),
        (false, Some(only), None) => Some(only.choice),
        (false, _, _) => None,
    };
    let answers = Answers {
        service: Some(view.service),
        months: view.months,
        reason: view.reason,
        subject,
        rca: address.as_ref().map(|address| address.rca),
        ownership: own.map(|dwelling| dwelling.ownership),
        ..Answers::default()
    };
    Draft {
        answers,
        address,
        applicant: Some(person.iin),
        ..Draft::default()
    }
}
