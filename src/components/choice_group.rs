use super::{FieldError, error_summary::error_text};
use crate::language::Text;
use crate::prelude::*;

/// One of the answers to choose from.
#[derive(Clone)]
pub struct Choice {
    /// The value.
    pub value: String,
    /// What it is called.
    pub label: Text,
    /// A line that explains it.
    pub hint: Option<Text>,
}

impl Choice {
    /// A choice that needs no explanation.
    pub fn new(value: &str, label: Text) -> Self {
        Self {
            value: value.to_owned(),
            label,
            hint: None,
        }
    }

    /// A choice with a line that explains it.
    pub fn explained(value: &str, label: Text, hint: Text) -> Self {
        Self {
            value: value.to_owned(),
            label,
            hint: Some(hint),
        }
    }
}

/// Answers of which one is chosen: radio buttons on cards.
#[component]
pub fn ChoiceGroup(
    /// Name of the field; the first card's id, so that an error leads there.
    name: &'static str,
    /// What is asked; hidden, since it repeats the heading.
    #[prop(into)]
    legend: Text,
    /// The answers.
    choices: Vec<Choice>,
    /// The value of the chosen one; empty as long as none is.
    value: RwSignal<String>,
    /// Errors of the form; those of this field are shown here.
    #[prop(optional, into)]
    errors: Signal<Vec<FieldError>>,
    /// Called with the value when one is chosen.
    #[prop(optional, into)]
    on_change: Option<Callback<String>>,
) -> AnyView {
    let error = error_text(name, errors);
    let cards = choices
        .into_iter()
        .enumerate()
        .map(|(index, choice)| card(name, index, choice, value, on_change))
        .collect_view();
    view! {
        <fieldset class="choices" aria-describedby=described_by(name, error)>
            <legend class="unseen">{legend}</legend>
            {error_line(name, error)}
            {cards}
        </fieldset>
    }
    .into_any()
}

fn card(
    name: &'static str,
    index: usize,
    choice: Choice,
    value: RwSignal<String>,
    on_change: Option<Callback<String>>,
) -> AnyView {
    let id = if index == 0 {
        name.to_owned()
    } else {
        name.to_owned() + "-" + &index.to_string()
    };
    let hint_id = id.clone() + "-hint";
    let chosen = choice.value.clone();
    let is_chosen = Signal::derive(move || value.with(|value| *value == chosen));
    let chosen = choice.value.clone();
    let has_hint = choice.hint.is_some().then(|| hint_id.clone());
    view! {
        <div class=move || if is_chosen.get() { "choice chosen" } else { "choice" }>
            <input
                type="radio"
                id=id.clone()
                name=name
                value=choice.value
                aria-describedby=has_hint
                prop:checked=is_chosen
                on:change=move |_| {
                    value.set(chosen.clone());
                    if let Some(on_change) = on_change {
                        on_change.run(chosen.clone());
                    }
                }
            />
            <label for=id>{choice.label}</label>
            {choice.hint.map(|hint| view! { <span id=hint_id>{hint}</span> })}
        </div>
    }
    .into_any()
}

/// The id of the error line, while there is one.
pub(super) fn described_by(
    name: &'static str,
    error: Signal<Option<String>>,
) -> Signal<Option<String>> {
    Signal::derive(move || {
        error
            .with(Option::is_some)
            .then(|| name.to_owned() + "-error")
    })
}

/// The line that says what is wrong with a field.
pub(super) fn error_line(name: &'static str, error: Signal<Option<String>>) -> AnyView {
    (move || {
        error.get().map(|text| {
            view! {
                <p class="field-error" id=name.to_owned() + "-error">
                    {text}
                </p>
            }
        })
    })
    .into_any()
}
