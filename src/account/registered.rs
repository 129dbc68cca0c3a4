use registration::Service;
use wire::{ApplicationView, TimelineStep};
use words::{account::Word, fill, format};

use super::{
    awaiting_signature::SignedText, particulars::Particulars, state_heading::StateHeading,
};
use crate::{
    components::{Button, ButtonKind, Icon, IconName},
    language::{Say, t, told},
    prelude::*,
};

/// It stands in the register: what was entered, what happens next, and a sheet to print.
#[component]
pub(super) fn Registered(
    /// The application.
    view: ApplicationView,
) -> AnyView {
    let number = view.number.to_string();
    let document = view.document.clone();
    let print = || {
        let _refused = window().print();
    };
    view! {
        <div class="sheet">
            <p class="print-only sheet-title">{t(Word::RegisteredSheetTitle)}</p>
            <div class="banner good">
                <Icon name=IconName::Yes/>
                <div>
                    <StateHeading text=t(Word::RegisteredTitle)/>
                    <p class="reference">
                        {t(Word::Number)} " " <strong>{number}</strong>
                    </p>
                </div>
            </div>
            <Particulars view=view.clone()/>
            {proof(&view)}
        </div>
        <section class="no-print">
            <h2>{t(Word::RegisteredNextTitle)}</h2>
            {next(&view)}
        </section>
        <div class="actions no-print">
            <Button label=t(Word::RegisteredPrint) kind=ButtonKind::Primary on_press=print/>
            <a class="button plain" href="/applications">
                {t(Word::ApplicationToHistory)}
            </a>
        </div>
        {document
            .map(|text| {
                view! {
                    <details class="no-print">
                        <summary>{t(Word::RegisteredDocument)}</summary>
                        <SignedText text/>
                    </details>
                }
            })}
    }
    .into_any()
}

/// What lets a reader of the printed sheet compare it with what was signed.
fn proof(view: &ApplicationView) -> AnyView {
    let entered = view
        .timeline
        .iter()
        .find(|entry| entry.step == TimelineStep::Registered);
    let entered_at = entered.map(|entry| entry.at);
    view! {
        <div class="print-only sheet-proof">
            {entered_at
                .map(|at| {
                    view! {
                        <p>
                            {t(Word::RegisteredEnteredAt)} ": "
                            {told(move |lang| format::date_time(lang, at))}
                        </p>
                    }
                })}
            {view
                .document_sha256
                .clone()
                .map(|digest| {
                    view! {
                        <p>
                            {t(Word::RegisteredDigest)} ": " <code>{digest}</code>
                        </p>
                    }
                })}
            <p>{t(Word::RegisteredSheetNote)}</p>
        </div>
    }
    .into_any()
}

fn next(view: &ApplicationView) -> AnyView {
    let (service, from, until) = (view.service, view.from, view.until);
    let dated = move |word: Word, date: Option<chrono::NaiveDate>| {
        told(move |lang| {
            let date = date
                .map(|date| format::date(lang, date))
                .unwrap_or_default();
            fill(word.say(lang), &[("date", &date)])
        })
    };
    let lines = match service {
        Service::Temporary => {
            vec![
                t(Word::RegisteredAddressStays),
                dated(Word::RegisteredEndsAlone, until),
            ]
        }
        Service::Permanent => vec![dated(Word::RegisteredPermanent, from)],
    };
    let items = lines
        .into_iter()
        .chain([t(Word::RegisteredNoVisit)])
        .map(|line| view! { <li>{line}</li> })
        .collect_view();
    view! { <ul class="next">{items}</ul> }.into_any()
}
