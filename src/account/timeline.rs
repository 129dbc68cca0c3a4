use wire::{TimelineEntry, TimelineStep};
use words::{account::Word, format};

use crate::language::{t, told};
use crate::prelude::*;

/// What happened to an application, the oldest first.
#[component]
pub(super) fn Timeline(
    /// The entries.
    entries: Vec<TimelineEntry>,
) -> AnyView {
    let items = entries
        .into_iter()
        .map(|TimelineEntry { at, step }| {
            view! {
                <li class=class(step)>
                    <span>{t(word(step))}</span>
                    <time datetime=at.to_rfc3339()>
                        {told(move |lang| format::date_time(lang, at))}
                    </time>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="timeline">{items}</ol> }.into_any()
}

fn word(step: TimelineStep) -> Word {
    match step {
        TimelineStep::Filed => Word::TimelineFiled,
        TimelineStep::OwnersAsked => Word::TimelineOwnersAsked,
        TimelineStep::OwnersReminded => Word::TimelineOwnersReminded,
        TimelineStep::OwnerAgreed => Word::TimelineOwnerAgreed,
        TimelineStep::ReadyToSign => Word::TimelineReadyToSign,
        TimelineStep::Signed => Word::TimelineSigned,
        TimelineStep::Registered => Word::TimelineRegistered,
        TimelineStep::Refused => Word::TimelineRefused,
        TimelineStep::Cancelled => Word::TimelineCancelled,
        TimelineStep::Withdrawn => Word::TimelineWithdrawn,
    }
}

fn class(step: TimelineStep) -> &'static str {
    match step {
        TimelineStep::Registered => "good",
        TimelineStep::Refused | TimelineStep::Cancelled => "bad",
        _ => "",
    }
}
