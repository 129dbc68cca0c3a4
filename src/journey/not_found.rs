use words::page::Word;

use crate::{components::PageHeading, language::t, prelude::*};

/// No page has this address.
#[component]
pub fn NotFound() -> AnyView {
    view! {
        <PageHeading text=t(Word::NotFoundHeading) hint=t(Word::NotFoundHint)/>
        <div class="actions">
            <a class="button" href="/">
                {t(Word::NotFoundHome)}
            </a>
        </div>
    }
    .into_any()
}
