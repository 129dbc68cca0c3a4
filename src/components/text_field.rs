use super::{
    FieldError,
    choice_group::{described_by, error_line},
    error_summary::error_text,
};
use crate::language::Text;
use crate::prelude::*;

/// What is typed into a field, so that a telephone shows the right keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InputKind {
    /// Text.
    #[default]
    Text,
    /// Digits.
    Digits,
    /// A code that came by SMS; the telephone may offer it, and it can be pasted.
    OneTimeCode,
    /// Text to search for.
    Search,
}

impl InputKind {
    fn mode(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Digits | Self::OneTimeCode => "numeric",
            Self::Search => "search",
        }
    }

    fn autocomplete(self) -> &'static str {
        match self {
            Self::OneTimeCode => "one-time-code",
            _ => "off",
        }
    }
}

/// A field to type into, with its label, hint and error.
#[component]
pub fn TextField(
    /// Its id.
    name: &'static str,
    /// What belongs into it.
    #[prop(into)]
    label: Text,
    /// An example, or where to find it.
    #[prop(optional, into)]
    hint: Option<Text>,
    /// What is typed.
    value: RwSignal<String>,
    /// What is typed into it.
    #[prop(optional)]
    kind: InputKind,
    /// How many letters are expected; sets the width, not a limit, so that pasting works.
    #[prop(optional)]
    width: Option<u8>,
    /// Errors of the form; those of this field are shown here.
    #[prop(optional, into)]
    errors: Signal<Vec<FieldError>>,
    /// Called with what is typed so far.
    #[prop(optional, into)]
    on_input: Option<Callback<String>>,
) -> AnyView {
    let error = error_text(name, errors);
    let hint_id = hint.is_some().then(|| name.to_owned() + "-hint");
    let hint_of_field = hint_id.clone();
    let error_of_field = described_by(name, error);
    let described = move || match (hint_of_field.clone(), error_of_field.get()) {
        (Some(hint), Some(error)) => Some(hint + " " + &error),
        (hint, error) => hint.or(error),
    };
    view! {
        <div class="field">
            <label for=name>{label}</label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {error_line(name, error)}
            <input
                type="text"
                id=name
                name=name
                class=width.map_or("", |_| "digits")
                size=width.map(|width| width.to_string())
                inputmode=kind.mode()
                autocomplete=kind.autocomplete()
                autocapitalize="off"
                spellcheck="false"
                aria-describedby=described
                aria-invalid=move || error.with(|error| error.is_some().then_some("true"))
                prop:value=value
                on:input=move |event| {
                    let typed = event_target_value(&event);
                    value.set(typed.clone());
                    if let Some(on_input) = on_input {
                        on_input.run(typed);
                    }
                }
            />
        </div>
    }
    .into_any()
}
