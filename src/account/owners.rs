use chrono::{DateTime, Utc};
use wire::{ConsentProgress, OwnerState};
use words::{account::Word, fill, format};

use super::case::use_case;
use crate::{
    components::{Icon, IconName},
    language::{Say, Text, t, told},
    prelude::*,
};

/// How the owners have answered: each of them for an applicant who is one of them, all as one for
/// anybody else, who must not learn how many there are.
#[component]
pub(super) fn Owners(
    /// Whether nobody is waited for any more.
    #[prop(optional)]
    over: bool,
) -> AnyView {
    let case = use_case();
    let progress = move || case.with(|view| view.consent.clone()).flatten();
    let tally = told(move |lang| {
        let Some(owners) = progress().and_then(|progress| progress.owners) else {
            return String::new();
        };
        let agreed = owners
            .iter()
            .filter(|owner| owner.state == OwnerState::Agreed)
            .count();
        let values = [
            ("n", &*agreed.to_string()),
            ("all", &*owners.len().to_string()),
        ];
        fill(Word::AgreedOfAll.say(lang), &values)
    });
    view! {
        <section class="owners">
            <h2>{t(Word::ConsentOwners)}</h2>
            <p class="hint" role="status">
                {tally}
            </p>
            <ul class="people">{move || progress().map(|progress| rows(progress, over))}</ul>
        </section>
    }
    .into_any()
}

fn rows(progress: ConsentProgress, over: bool) -> AnyView {
    let settled = |state| match state {
        OwnerState::Waiting if over => OwnerState::Silent,
        state => state,
    };
    let Some(owners) = progress.owners else {
        return row(
            String::new(),
            t(Word::ConsentEveryone),
            settled(progress.together),
            None,
        );
    };
    owners
        .into_iter()
        .map(|owner| {
            let ordinal = owner.ordinal.to_string();
            let n = ordinal.clone();
            let name = told(move |lang| fill(Word::ConsentOwner.say(lang), &[("n", &n)]));
            row(ordinal, name, settled(owner.state), owner.at)
        })
        .collect_view()
        .into_any()
}

fn row(face: String, name: Text, state: OwnerState, at: Option<DateTime<Utc>>) -> AnyView {
    let (icon, class, word) = match state {
        OwnerState::Waiting => (IconName::Wait, "tag wait", Word::ConsentWaiting),
        OwnerState::Agreed => (IconName::Yes, "tag good", Word::ConsentAgreed),
        OwnerState::Declined => (IconName::No, "tag bad", Word::ConsentDeclined),
        OwnerState::Silent => (IconName::Open, "tag", Word::ConsentSilent),
    };
    let face = if face.is_empty() {
        view! { <Icon name=IconName::House/> }.into_any()
    } else {
        face.into_any()
    };
    view! {
        <li>
            <span class="face" aria-hidden="true">
                {face}
            </span>
            <span>{name}</span>
            <span class=class>
                <Icon name=icon/>
                {t(word)}
                {at.map(|at| view! { <time datetime=at.to_rfc3339()>{format::time(at)}</time> })}
            </span>
        </li>
    }
    .into_any()
}
