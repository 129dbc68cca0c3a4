use super::{
    Choice, FieldError,
    choice_group::{described_by, error_line},
    error_summary::error_text,
};
use crate::language::Text;
use crate::prelude::*;

/// A list to choose one of many from.
#[component]
pub fn SelectField(
    /// Its id.
    name: &'static str,
    /// What is chosen.
    #[prop(into)]
    label: Text,
    /// The answers; the first is what stands there before anything is chosen.
    choices: Vec<Choice>,
    /// The value of the chosen one.
    value: RwSignal<String>,
    /// Errors of the form; those of this field are shown here.
    #[prop(optional, into)]
    errors: Signal<Vec<FieldError>>,
) -> AnyView {
    let error = error_text(name, errors);
    let options = choices
        .into_iter()
        .map(|choice| {
            let of_this = choice.value.clone();
            view! {
                <option
                    value=choice.value
                    prop:selected=move || value.with(|value| *value == of_this)
                >
                    {choice.label}
                </option>
            }
        })
        .collect_view();
    view! {
        <div class="field">
            <label for=name>{label}</label>
            {error_line(name, error)}
            <select
                id=name
                name=name
                aria-describedby=described_by(name, error)
                on:change=move |event| value.set(event_target_value(&event))
            >
                {options}
            </select>
        </div>
    }
    .into_any()
}
