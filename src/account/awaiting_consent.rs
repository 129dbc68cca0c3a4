use wire::{ConsentProgress, TimelineStep};
use words::{account::Word, fill, format};

use super::{
    announce::Announce, case::use_case, owners::Owners, reminder::Reminder,
    state_heading::StateHeading, ticking::ticking, withdrawal::Withdrawal,
};
use crate::{
    components::Countdown,
    language::{Say, t, told},
    prelude::*,
};

/// The owners are being asked.
#[component]
pub(super) fn AwaitingConsent(
    /// How their consent stands.
    consent: ConsentProgress,
) -> AnyView {
    let case = use_case();
    let until = consent.until;
    let hint = told(move |lang| {
        let asked_at = case.with(|view| {
            let asked = view.timeline.iter().rev().find(|entry| {
                matches!(
                    entry.step,
                    TimelineStep::OwnersAsked | TimelineStep::OwnersReminded
                )
            });
            asked.map_or(view.filed_at, |entry| entry.at)
        });
        let time = asked_at.map(format::time).unwrap_or_default();
        fill(Word::ConsentHint.say(lang), &[("time", &time)])
    });
    let now = ticking();
    let is_over = Memo::new(move || now.get() >= until);
    let follows = told(move |lang| {
        if is_over.get() {
            let up = Word::ConsentTimeUp.say(lang).to_owned();
            return up + ". " + Word::ConsentTimeUpText.say(lang);
        }
        fill(
            Word::ConsentRunsOut.say(lang),
            &[("time", &format::time(until))],
        )
    });
    view! {
        <StateHeading text=t(Word::ConsentTitle) hint/>
        <Countdown until minutes=consent.minutes on_end=move || case.look()/>
        <Announce until/>
        <p>{follows}</p>
        <Owners/>
        <Reminder/>
        <Withdrawal lost=Word::WithdrawLostConsent/>
    }
    .into_any()
}
