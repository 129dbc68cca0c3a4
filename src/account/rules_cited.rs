use chrono::NaiveDate;
use wire::CitedRule;
use words::account::Word;

use crate::{components::RuleLines, language::t, law, prelude::*};

/// The rules that carried an application, with the act behind each.
#[component]
pub(super) fn RulesCited(
    /// Which, with their words.
    rules: Vec<CitedRule>,
    /// The day on which they were applied.
    on: NaiveDate,
) -> AnyView {
    let lines: Vec<_> = rules
        .iter()
        .filter_map(|cited| law::worded(&cited.rule, &cited.message, on))
        .collect();
    (!lines.is_empty())
        .then(|| {
            view! {
                <section class="cited">
                    <h2>{t(Word::ApplicationRules)}</h2>
                    <RuleLines lines/>
                </section>
            }
        })
        .into_any()
}
