use registration::application::StateName;
use wire::{ApplicationView, TimelineStep};
use words::{account::Word, fill, format};

use super::{again::Again, owners::Owners, particulars::Particulars, state_heading::StateHeading};
use crate::{
    components::{RuleLines, rule_next},
    language::{Say, t, told},
    law::{self, RuleLine, RuleStanding},
    prelude::*,
};

/// It ended without a registration: why, and what to do now.
#[component]
pub(super) fn Ended(
    /// The application.
    view: ApplicationView,
) -> AnyView {
    let title = match view.state {
        StateName::Refused => Word::EndedRefusedTitle,
        StateName::Cancelled => Word::EndedCancelledTitle,
        _ => Word::EndedWithdrawnTitle,
    };
    let ended_at = view.timeline.last().map_or(view.filed_at, |entry| entry.at);
    let on = format::local_date(ended_at);
    let rule = view.ended_by.as_deref();
    let line = rule.and_then(|rule| law::cited(rule, RuleStanding::Blocks, on));
    let withdrawn = view
        .timeline
        .iter()
        .any(|entry| entry.step == TimelineStep::Withdrawn);
    let what = told(move |lang| {
        if withdrawn {
            let at = format::date_time(lang, ended_at);
            fill(Word::EndedWithdrawnText.say(lang), &[("at", &at)])
        } else {
            Word::EndedNothingEntered.say(lang).to_owned()
        }
    });
    let owners = view
        .consent
        .is_some()
        .then(|| view! { <Owners over=true/> });
    view! {
        <StateHeading text=t(title) hint=what/>
        {why(line.as_ref())}
        <section>
            <h2>{t(Word::EndedNext)}</h2>
            <p>{next(line)}</p>
            <Again view=view.clone()/>
        </section>
        {owners}
        <Particulars view/>
    }
    .into_any()
}

fn why(line: Option<&RuleLine>) -> Option<AnyView> {
    let lines = vec![line?.clone()];
    let section = view! {
        <section class="why">
            <h2>{t(Word::EndedWhy)}</h2>
            <RuleLines lines/>
        </section>
    };
    Some(section.into_any())
}

fn next(line: Option<RuleLine>) -> crate::language::Text {
    told(move |lang| match &line {
        Some(line) => rule_next(lang, line),
        None => Word::EndedWithdrawnNext.say(lang).to_owned(),
    })
}
