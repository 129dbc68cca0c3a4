use leptos::task::spawn_local;
use wire::Message;
use words::{account::Word, fill, format};

use crate::{
    api::{ApiError, use_api},
    components::{Failure, Icon, IconName, Loading, PageHeading},
    language::{Say, t, told},
    prelude::*,
};

/// What the service has written to the person, the newest first.
#[component]
pub fn MessagesPage() -> AnyView {
    let api = use_api();
    let found = RwSignal::new(None::<Vec<Message>>);
    let failure = RwSignal::new(None::<ApiError>);
    let ask = move || {
        failure.set(None);
        spawn_local(async move {
            match api.messages().await {
                Ok(answer) => drop(found.try_set(Some(answer.messages))),
                Err(error) => drop(failure.try_set(Some(error))),
            }
        });
    };
    ask();
    let content = move || match found.get() {
        Some(messages) if messages.is_empty() => view! {
            <h2>{t(Word::MessagesEmptyTitle)}</h2>
            <p>{t(Word::MessagesEmptyText)}</p>
            <a class="button" href="/applications">
                {t(Word::ApplicationToHistory)}
            </a>
        }
        .into_any(),
        Some(messages) => {
            let items = messages.into_iter().map(item).collect_view();
            view! { <ul class="messages">{items}</ul> }.into_any()
        }
        None if failure.with(Option::is_some) => {
            view! { <Failure error=failure on_retry=ask/> }.into_any()
        }
        None => view! { <Loading text=t(Word::MessagesLoading)/> }.into_any(),
    };
    view! {
        <PageHeading text=t(Word::MessagesTitle)/>
        {content}
    }
    .into_any()
}

fn item(Message { at, number, text }: Message) -> AnyView {
    let link = number.map(|number| {
        let number = number.to_string();
        let path = String::from("/applications/") + &number;
        let about = told(move |lang| fill(Word::MessagesAbout.say(lang), &[("number", &number)]));
        view! { <a href=path>{about}</a> }
    });
    view! {
        <li>
            <Icon name=IconName::Message/>
            <div>
                <time datetime=at.to_rfc3339()>
                    {told(move |lang| format::date_time(lang, at))}
                </time>
                <p>{text}</p>
                {link}
            </div>
        </li>
    }
    .into_any()
}
