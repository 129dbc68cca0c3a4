use std::sync::Arc;

use wire::Problem;
use words::{Lang, page::Word};

use super::{Alert, Button, ButtonKind};
use crate::{
    api::ApiError,
    language::{t, told},
    prelude::*,
};

/// Why a call did not succeed and what to do now. It takes the focus when it comes up.
#[component]
pub fn Failure(
    /// The error; nothing is shown without one.
    #[prop(into)]
    error: Signal<Option<ApiError>>,
    /// Tries again; left out where there is a button for that already.
    #[prop(optional, into)]
    on_retry: Option<Callback<()>>,
) -> AnyView {
    (move || error.get().map(|error| view! { <Shown error on_retry/> })).into_any()
}

#[component]
fn Shown(error: ApiError, on_retry: Option<Callback<()>>) -> AnyView {
    let (title, detail) = match error {
        ApiError::Offline => (t(Word::OfflineTitle), t(Word::OfflineDetail)),
        ApiError::SignedOut => (t(Word::SignedOutTitle), t(Word::SignedOutDetail)),
        ApiError::Problem(problem) => {
            let same = Arc::clone(&problem);
            (
                told(move |lang| problem.title_in(lang).to_owned()),
                told(move |lang| same.detail_in(lang).to_owned()),
            )
        }
    };
    view! {
        <Alert title detail>
            {on_retry
                .map(|on_retry| {
                    view! {
                        <Button
                            label=t(Word::ButtonRetry)
                            kind=ButtonKind::Plain
                            on_press=on_retry
                        />
                    }
                })}
        </Alert>
    }
    .into_any()
}

/// What the server says of a problem, in one text.
pub fn said(problem: &Problem, lang: Lang) -> String {
    String::from(problem.title_in(lang)) + ". " + problem.detail_in(lang)
}
