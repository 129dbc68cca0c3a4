use wire::TimelineStep;
use words::{account::Word, fill, format};

use super::{case::use_case, ticking::ticking};
use crate::{
    components::{Button, ButtonKind, Failure},
    language::{Say, t, told},
    prelude::*,
};

/// Sends the owners another SMS, once enough time has gone by since the last.
#[component]
pub(super) fn Reminder() -> AnyView {
    let case = use_case();
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None);
    let now = ticking();
    let possible_at = Memo::new(move || {
        case.with(|view| {
            view.consent
                .as_ref()
                .and_then(|consent| consent.reminder_at)
        })
        .flatten()
    });
    let unready = Memo::new(move || {
        possible_at
            .get()
            .is_none_or(|possible_at| now.get() < possible_at)
    });
    let reminded = Memo::new(move || {
        let is_reminder = |entry: &wire::TimelineEntry| entry.step == TimelineStep::OwnersReminded;
        case.with(|view| view.timeline.iter().any(is_reminder))
            .unwrap_or_default()
    });
    let hint = told(move |lang| {
        let mut text = String::new();
        if reminded.get() && unready.get() {
            text = Word::ConsentReminded.say(lang).to_owned() + " ";
        }
        match possible_at.get() {
            Some(at) if unready.get() => text.push_str(&fill(
                Word::ConsentRemindFrom.say(lang),
                &[("time", &format::time(at))],
            )),
            _ => text.push_str(Word::ConsentRemindHint.say(lang)),
        }
        text
    });
    let remind = move || {
        failure.set(None);
        let call = case.api.remind(case.number);
        case.act(
            busy,
            call,
            Callback::new(move |error| failure.set(Some(error))),
        );
    };
    view! {
        <div class="reminder">
            <Failure error=failure/>
            <Button
                label=t(Word::ConsentRemind)
                kind=ButtonKind::Primary
                busy
                unready
                on_press=remind
            />
            <p class="hint" role="status">
                {hint}
            </p>
        </div>
    }
    .into_any()
}
