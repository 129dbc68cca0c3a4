use leptos::ev::SubmitEvent;

use crate::prelude::*;

/// A form that this page checks and sends itself.
#[component]
pub fn Form(
    /// What happens when it is submitted, by a button or by Enter.
    #[prop(into)]
    on_submit: Callback<()>,
    /// Fields and a [`Button`](super::Button) without `on_press`.
    children: Children,
) -> AnyView {
    let submitted = move |event: SubmitEvent| {
        event.prevent_default();
        on_submit.run(());
    };
    view! {
        <form novalidate on:submit=submitted>
            {children()}
        </form>
    }
    .into_any()
}
