use words::page::Word;

use super::navigation::use_journey;
use crate::{
    components::PageHeading,
    draft::{Draft, use_draft},
    language::t,
    prelude::*,
    session::use_session,
};

/// The first page: what this is, and the two ways to begin.
#[component]
pub fn Start() -> AnyView {
    let session = use_session();
    view! {
        <PageHeading text=t(Word::StartHeading) hint=t(Word::StartHint)/>
        {move || if session.is_signed_in() { signed_in() } else { signed_out() }}
        <h2>{t(Word::StartNeeded)}</h2>
        <ul class="steps">
            <li>{t(Word::StartNeededAddress)}</li>
            <li>{t(Word::StartNeededOwner)}</li>
            <li>{t(Word::StartNeededPhone)}</li>
        </ul>
        <h2>{t(Word::StartHow)}</h2>
        <ol class="steps">
            <li>{t(Word::StartHowAnswer)}</li>
            <li>{t(Word::StartHowConsent)}</li>
            <li>{t(Word::StartHowSign)}</li>
            <li>{t(Word::StartHowResult)}</li>
        </ol>
        <p class="careful">{t(Word::StartScam)}</p>
    }
    .into_any()
}

fn signed_out() -> AnyView {
    view! {
        <div class="actions">
            <a class="button" href="/sign-in">
                {t(Word::StartSignIn)}
            </a>
            <a class="button plain" href="/apply/service">
                {t(Word::StartCheck)}
            </a>
        </div>
        <p class="hint">{t(Word::StartCheckHint)}</p>
    }
    .into_any()
}

fn signed_in() -> AnyView {
    let (draft, journey) = (use_draft(), use_journey());
    let begun = draft.with(|draft| draft.answers.service.is_some());
    let anew = move |_| {
        draft.change(|draft| {
            *draft = Draft {
                applicant: draft.applicant,
                ..Draft::default()
            };
        });
        if let Some(person) = journey.person() {
            draft.belongs_to(&person);
        }
        journey.go_on();
    };
    let go_on = begun.then(|| {
        view! {
            <a class="button" href=journey.next().path()>
                {t(Word::StartGoOn)}
            </a>
        }
    });
    let class = if begun { "button plain" } else { "button" };
    view! {
        <div class="actions">
            {go_on}
            <button type="button" class=class on:click=anew>
                {t(if begun { Word::StartAnew } else { Word::StartApply })}
            </button>
            <a class="button plain" href="/applications">
                {t(Word::NavApplications)}
            </a>
        </div>
    }
    .into_any()
}
