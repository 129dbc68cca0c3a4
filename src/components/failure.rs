use words::page::Word;

use super::{Alert, Button, ButtonKind};
use crate::{
    api::ApiError,
    language::{t, told},
    prelude::*,
};

/// Why a call did not succeed and what to do now. It takes the focus when it comes up.
///
/// The server speaks the language it was asked in. Where the reader has switched since, only what
/// this page can say itself is shown.
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
        ApiError::Problem(problem, spoken) => {
            let (own_title, own_detail) = (t(Word::ProblemTitle), t(Word::ProblemDetail));
            let detail = problem.detail.clone();
            (
                told(move |lang| {
                    if lang == spoken {
                        problem.title.clone()
                    } else {
                        own_title.get()
                    }
                }),
                told(move |lang| {
                    if lang == spoken {
                        detail.clone()
                    } else {
                        own_detail.get()
                    }
                }),
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
