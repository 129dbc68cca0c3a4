use leptos::task::spawn_local;
use wire::ApplicationSummary;
use words::{account::Word, fill, format};

use super::{particulars::service_word, state_tag::StateTag};
use crate::{
    api::{ApiError, use_api},
    components::{Failure, Loading, PageHeading},
    language::{Say, t, told},
    prelude::*,
};

/// The service history: everything the person has filed, the newest first.
#[component]
pub fn Applications() -> AnyView {
    let api = use_api();
    let found = RwSignal::new(None::<Vec<ApplicationSummary>>);
    let failure = RwSignal::new(None::<ApiError>);
    let ask = move || {
        failure.set(None);
        spawn_local(async move {
            match api.applications().await {
                Ok(answer) => drop(found.try_set(Some(answer.applications))),
                Err(error) => drop(failure.try_set(Some(error))),
            }
        });
    };
    ask();
    let content = move || match found.get() {
        Some(applications) if applications.is_empty() => view! {
            <h2>{t(Word::HistoryEmptyTitle)}</h2>
            <p>{t(Word::HistoryEmptyText)}</p>
        }
        .into_any(),
        Some(applications) => {
            let items = applications.into_iter().map(item).collect_view();
            view! { <ul class="history">{items}</ul> }.into_any()
        }
        None if failure.with(Option::is_some) => {
            view! { <Failure error=failure on_retry=ask/> }.into_any()
        }
        None => view! { <Loading text=t(Word::HistoryLoading)/> }.into_any(),
    };
    view! {
        <PageHeading text=t(Word::HistoryTitle)/>
        {content}
        <p class="actions">
            <a class="button" href="/">
                {t(Word::HistoryStart)}
            </a>
        </p>
    }
    .into_any()
}

fn item(summary: ApplicationSummary) -> AnyView {
    let ApplicationSummary {
        number,
        service,
        state,
        filed_at,
        changed_at,
        subject,
        ..
    } = summary;
    let (address, until) = (summary.address, summary.until);
    let number = number.to_string();
    let path = String::from("/applications/") + &number;
    let dates = told(move |lang| {
        let at = format::date_time(lang, changed_at);
        let mut text = fill(Word::HistoryChanged.say(lang), &[("at", &at)]);
        if let Some(until) = until {
            let date = format::date(lang, until);
            text = text + " · " + &fill(Word::HistoryUntil.say(lang), &[("date", &date)]);
        }
        text
    });
    view! {
        <li>
            <h2>
                <a href=path>
                    {t(service_word(service))} <span class="unseen">{number.clone()}</span>
                </a>
            </h2>
            <StateTag state/>
            <p>
                {subject}
                <br/>
                {told(move |lang| address.text(lang).to_owned())}
            </p>
            <p class="hint">
                {number} " · "
                <time datetime=filed_at.to_rfc3339()>
                    {told(move |lang| format::date(lang, format::local_date(filed_at)))}
                </time>
                <br/>
                {dates}
            </p>
        </li>
    }
    .into_any()
}
