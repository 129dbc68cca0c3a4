use crate::{components::PageHeading, language::Text, prelude::*};

/// Whether the application was shown in another state before; a context.
#[derive(Clone, Copy)]
pub(super) struct Later(pub(super) bool);

/// The heading of an application in a state. When the state changes, the heading takes the focus,
/// whoever changed it: what was on the screen before is gone.
#[component]
pub(super) fn StateHeading(
    /// What the state means.
    #[prop(into)]
    text: Text,
    /// A sentence below it.
    #[prop(optional, into)]
    hint: Option<Text>,
) -> AnyView {
    let Later(always) = use_context::<Later>().unwrap_or(Later(false));
    view! {
        <PageHeading text always/>
        {hint.map(|hint| view! { <p class="hint">{hint}</p> })}
    }
    .into_any()
}
