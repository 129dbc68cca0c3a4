use chrono::NaiveDate;
use registration::Audience;

use super::{Notice, rule_source, rule_title};
use crate::{
    language::{Text, told},
    law,
    prelude::*,
};

/// What the law lets somebody know besides the verdict, such as fines, with the rule that says so;
/// nothing where it says nothing.
#[component]
pub fn LawNotice(
    /// Its heading.
    title: Text,
    /// To whom it speaks.
    audience: Audience,
    /// The day.
    on: NaiveDate,
) -> AnyView {
    law::notice(audience, on)
        .map(|line| {
            let basis = line.clone();
            let text = told(move |lang| rule_title(lang, &line));
            let source = told(move |lang| rule_source(lang, &basis));
            view! {
                <Notice title>
                    <p>{text}</p>
                    <small>{source}</small>
                </Notice>
            }
        })
        .into_any()
}
