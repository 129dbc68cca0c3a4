use crate::{
    components::{Button, ButtonKind},
    language::Text,
    platform::browser,
    prelude::*,
};

/// A button for what cannot be taken back: it first says on the page what will follow.
#[component]
pub(super) fn Confirm(
    /// What it does.
    #[prop(into)]
    label: Text,
    /// The question before it is done.
    #[prop(into)]
    title: Text,
    /// What will follow, a paragraph each.
    text: Vec<Text>,
    /// Doing it.
    #[prop(into)]
    yes: Text,
    /// Not doing it.
    #[prop(into)]
    no: Text,
    /// Whether it is being done.
    #[prop(into)]
    busy: Signal<bool>,
    /// Does it.
    #[prop(into)]
    on_yes: Callback<()>,
) -> AnyView {
    let open = RwSignal::new(false);
    let here = ElementRef::new();
    // The focus goes with what the reader opens and closes.
    let mut before = false;
    effect(move || {
        let open = open.get();
        let wanted = if open { "h2" } else { "button" };
        if before != open
            && let Some(here) = here.get()
            && let Ok(Some(element)) = here.query_selector(wanted)
        {
            browser::focus_element(&element);
        }
        before = open;
    });
    let content = move || {
        if open.get() {
            let paragraphs = text
                .iter()
                .map(|text| view! { <p>{*text}</p> })
                .collect_view();
            view! {
                <section class="confirm">
                    <h2 tabindex="-1">{title}</h2>
                    {paragraphs}
                    <div class="actions">
                        <Button label=yes kind=ButtonKind::Danger busy on_press=on_yes/>
                        <Button label=no kind=ButtonKind::Plain on_press=move || open.set(false)/>
                    </div>
                </section>
            }
            .into_any()
        } else {
            view! { <Button label kind=ButtonKind::Plain on_press=move || open.set(true)/> }
                .into_any()
        }
    };
    view! { <div node_ref=here>{content}</div> }.into_any()
}
