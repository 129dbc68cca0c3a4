use leptos::ev::MouseEvent;
use words::page::Word;

use super::{Icon, IconName};
use crate::{language::t, platform::history::use_history, prelude::*};

/// A link that does what the browser's Back does.
#[component]
pub fn BackLink(
    /// Where it leads when the reader came straight here.
    #[prop(into)]
    to: String,
) -> AnyView {
    let history = use_history();
    let otherwise = to.clone();
    let back = move |event: MouseEvent| {
        event.prevent_default();
        history.back(&otherwise);
    };
    view! {
        <a class="back" href=to on:click=back>
            <Icon name=IconName::Back/>
            {t(Word::NavBack)}
        </a>
    }
    .into_any()
}
