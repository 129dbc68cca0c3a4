use std::sync::Arc;

use words::{Lang, page::Word};

use super::page_heading::PageTitle;
use crate::{
    language::{Say, t, use_language},
    platform::browser,
    prelude::*,
};

/// What is wrong with a field, in any language.
#[derive(Clone)]
pub struct FieldError {
    field: &'static str,
    text: Arc<dyn Fn(Lang) -> String + Send + Sync>,
}

impl FieldError {
    /// Says a word of the page.
    pub fn word(field: &'static str, word: Word) -> Self {
        Self::told(field, move |lang| word.say(lang).to_owned())
    }

    /// Says a text made in the reader's language.
    pub fn told(
        field: &'static str,
        text: impl Fn(Lang) -> String + Send + Sync + 'static,
    ) -> Self {
        Self {
            field,
            text: Arc::new(text),
        }
    }
}

/// What is wrong with one field, in the reader's language.
pub(super) fn error_text(
    field: &'static str,
    errors: Signal<Vec<FieldError>>,
) -> Signal<Option<String>> {
    let language = use_language();
    Signal::derive(move || {
        errors.with(|errors| {
            let error = errors.iter().find(|error| error.field == field)?;
            Some((error.text)(language.get()))
        })
    })
}

/// Everything that is wrong with a form, above its heading: it takes the focus, leads to the
/// fields, and the document's title says that there is an error.
#[component]
pub fn ErrorSummary(
    /// What is wrong; to be set when the form is submitted, not while the reader types.
    #[prop(into)]
    errors: Signal<Vec<FieldError>>,
) -> AnyView {
    (move || {
        let errors = errors.get();
        (!errors.is_empty()).then(|| view! { <Summary errors/> })
    })
    .into_any()
}

#[component]
fn Summary(errors: Vec<FieldError>) -> AnyView {
    let title = expect_context::<PageTitle>();
    title.set_wrong(true);
    on_cleanup(move || title.set_wrong(false));
    let language = use_language();
    let summary = ElementRef::new();
    effect(move || {
        if let Some(summary) = summary.get() {
            let _refused = summary.focus();
        }
    });
    let links = errors
        .into_iter()
        .map(|FieldError { field, text }| {
            view! {
                <li>
                    <a
                        href=String::from("#") + field
                        on:click=move |event| {
                            event.prevent_default();
                            browser::focus(field);
                        }
                    >
                        {move || text(language.get())}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="error-summary" role="alert" tabindex="-1" node_ref=summary>
            <h2>{t(Word::ErrorSummary)}</h2>
            <ul>{links}</ul>
        </div>
    }
    .into_any()
}
