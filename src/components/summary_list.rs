use words::{fill, page::Word};

use crate::language::{Say, Text, told};
use crate::prelude::*;

/// A list of what has been answered or is known.
#[component]
pub fn SummaryList(
    /// [`SummaryRow`]s.
    children: Children,
) -> AnyView {
    view! { <dl class="summary">{children()}</dl> }.into_any()
}

/// A line of a [`SummaryList`].
#[component]
pub fn SummaryRow(
    /// What it is.
    #[prop(into)]
    label: Text,
    /// The answer.
    #[prop(into)]
    value: Text,
    /// A smaller line below.
    #[prop(optional, into)]
    note: Option<Text>,
    /// Where it can be changed; none for what only a register can change.
    change: Option<String>,
) -> AnyView {
    let name = told(move |lang| {
        label.with(|label| {
            fill(
                Word::ReviewChangeNamed.say(lang),
                &[("what", &lower(label))],
            )
        })
    });
    let word = told(|lang| Word::ReviewChange.say(lang).to_owned());
    view! {
        <div>
            <dt>{label}</dt>
            <dd>
                {value}
                {note.map(|note| view! { <small>{note}</small> })}
            </dd>
            {change
                .map(|path| {
                    view! {
                        <dd class="summary-change">
                            <a href=path aria-label=name>
                                {word}
                            </a>
                        </dd>
                    }
                })}
        </div>
    }
    .into_any()
}

/// A label inside a sentence.
fn lower(label: &str) -> String {
    let mut letters = label.chars();
    letters
        .next()
        .map(|first| first.to_lowercase().chain(letters).collect())
        .unwrap_or_default()
}
