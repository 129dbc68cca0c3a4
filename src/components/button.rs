use words::page::Word;

use crate::language::{Text, t};
use crate::prelude::*;

/// How strongly a button asks to be pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one thing to do on this screen.
    #[default]
    Primary,
    /// Something else that can be done.
    Plain,
    /// Something that cannot be taken back.
    Danger,
}

impl ButtonKind {
    fn class(self) -> &'static str {
        match self {
            Self::Primary => "button",
            Self::Plain => "button plain",
            Self::Danger => "button danger",
        }
    }
}

/// A button. While it is busy it keeps the focus, says so, and a second press does nothing.
#[component]
pub fn Button(
    /// What it does.
    #[prop(into)]
    label: Text,
    /// How strongly it asks.
    #[prop(optional)]
    kind: ButtonKind,
    /// Whether what it does is being done.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Whether it cannot be done yet; beside it stands from when on it can.
    #[prop(optional, into)]
    unready: Signal<bool>,
    /// What it does; left out for the button of a [`Form`](super::Form), which submits.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
) -> AnyView {
    let kind_of_button = if on_press.is_some() {
        "button"
    } else {
        "submit"
    };
    let working = t(Word::ButtonWorking);
    let pressed = move |event: leptos::ev::MouseEvent| {
        if busy.get_untracked() || unready.get_untracked() {
            event.prevent_default();
        } else if let Some(on_press) = on_press {
            on_press.run(());
        }
    };
    let busy_text = move || if busy.get() { "true" } else { "false" };
    let disabled_text = move || {
        if busy.get() || unready.get() {
            "true"
        } else {
            "false"
        }
    };
    view! {
        <button
            class=kind.class()
            type=kind_of_button
            aria-busy=busy_text
            aria-disabled=disabled_text
            on:click=pressed
        >
            <span>{label}</span>
            <span class="button-busy" aria-live="polite">
                {move || busy.get().then(|| working.get())}
            </span>
        </button>
    }
    .into_any()
}
