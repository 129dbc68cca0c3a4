use words::{Lang, page::Word};

use super::{Icon, IconName};
use crate::{
    api::use_api,
    draft::use_draft,
    language::{PRODUCT, t, use_language},
    platform::history::use_history,
    prelude::*,
    session::use_session,
};

/// Name of the service, languages, and what belongs to the person.
#[component]
pub fn TopBar() -> AnyView {
    let session = use_session();
    view! {
        <a class="skip" href="#main" on:click=skip>
            {t(Word::NavSkip)}
        </a>
        <header class="top">
            <div>
                <a class="mark" href="/">
                    <Icon name=IconName::House/>
                    {PRODUCT}
                </a>
                <Languages/>
            </div>
            {move || session.is_signed_in().then(|| view! { <PersonBar/> })}
        </header>
    }
    .into_any()
}

fn skip(event: leptos::ev::MouseEvent) {
    event.prevent_default();
    crate::platform::browser::focus("main");
}

#[component]
fn Languages() -> AnyView {
    let (api, language) = (use_api(), use_language());
    let choose = move |lang| {
        leptos::task::spawn_local(async move {
            let is_asked_for = !words::is_loaded(lang);
            let is_there = language.choose(lang).await;
            if is_asked_for {
                api.set_offline(!is_there);
            }
        });
    };
    let buttons = [
        (Lang::Kk, "Қаз", "Қазақша"),
        (Lang::Ru, "Рус", "Русский"),
        (Lang::En, "Eng", "English"),
    ]
    .map(|(lang, short, name)| {
        view! {
            <button
                type="button"
                lang=lang.tag()
                title=name
                aria-pressed=move || if language.get() == lang { "true" } else { "false" }
                on:click=move |_| choose(lang)
            >
                {short}
            </button>
        }
    })
    .collect_view();
    view! {
        <div class="languages" role="group" aria-label=t(Word::NavLanguage)>
            {buttons}
        </div>
    }
    .into_any()
}

/// What only a signed-in person has.
#[component]
fn PersonBar() -> AnyView {
    let (api, draft, history, session) = (use_api(), use_draft(), use_history(), use_session());
    let name = Signal::derive(move || {
        session
            .with(|person| person.name.clone())
            .unwrap_or_default()
    });
    let sign_out = move |_| {
        leptos::task::spawn_local(async move {
            if api.sign_out().await.is_ok() {
                draft.forget();
                history.go("/");
            }
        });
    };
    view! {
        <nav class="person" aria-label=t(Word::NavAccount)>
            <span>{name}</span>
            <a href="/applications">{t(Word::NavApplications)}</a>
            <a href="/messages">{t(Word::NavMessages)}</a>
            <button type="button" class="link" on:click=sign_out>
                {t(Word::NavSignOut)}
            </button>
        </nav>
    }
    .into_any()
}
