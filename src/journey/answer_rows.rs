use super::{
    QuestionName,
    answer_text::{answer, label},
    navigation::use_journey,
    order::is_answered,
};
use crate::{
    components::{SummaryList, SummaryRow},
    draft::use_draft,
    language::{Text, t, told},
    prelude::*,
    session::use_session,
};

/// What has been answered, each with a link to change it.
#[component]
pub fn AnswerRows() -> AnyView {
    let signed_in = use_session().is_signed_in();
    let answered = use_journey().draft(|draft| {
        QuestionName::ALL
            .iter()
            .copied()
            .filter(|name| name.is_for(signed_in) && is_answered(*name, draft))
            .filter(|name| *name != QuestionName::Check)
            .filter(|name| {
                *name != QuestionName::Owner
                    || draft
                        .wanted_check()
                        .is_none_or(|check| check.owner.is_some())
            })
            .collect::<Vec<_>>()
    });
    let rows = answered.into_iter().map(row).collect_view();
    view! { <SummaryList>{rows}</SummaryList> }.into_any()
}

fn row(name: QuestionName) -> AnyView {
    let (draft, session) = (use_draft(), use_session());
    let value: Text = told(move |lang| {
        draft.with(|draft| {
            session
                .with(|person| answer(lang, name, draft, Some(person)))
                .unwrap_or_else(|| answer(lang, name, draft, None))
                .unwrap_or_default()
        })
    });
    let code = (name == QuestionName::Address)
        .then(|| draft.now(|draft| draft.answers.rca))
        .flatten()
        .map(|rca| Text::from(rca.grouped()));
    let changeable = name != QuestionName::Subject
        || session
            .with(|person| person.subjects.len() > 1)
            .unwrap_or_default();
    let change = changeable.then(|| name.path());
    match code {
        Some(note) => view! { <SummaryRow label=t(label(name)) value note change/> }.into_any(),
        None => view! { <SummaryRow label=t(label(name)) value change/> }.into_any(),
    }
}
