//! Applications as their applicants and owners may see them.

use chrono::{DateTime, Duration, Utc};
use registration::{
    ConsentNeeded, FiledService,
    application::{
        Application, ConsentState, Event, Happened, REMINDER_PAUSE_MINUTES, State, StateName,
    },
};
use wire::{
    ApplicationSummary, ApplicationView, CitedRule, ConsentProgress, OwnerProgress, OwnerState,
    TimelineEntry, TimelineStep,
};

use super::signing_ways::signing_ways;
use crate::{
    app::App,
    error::ApiError,
    ports::store::{Digest, StoredApplication},
};

/// A line of the applicant's list.
pub(super) fn summary(stored: &StoredApplication) -> ApplicationSummary {
    let application = &stored.application;
    ApplicationSummary {
        number: application.number,
        service: application.filing.service.service(),
        state: application.state.name(),
        filed_at: application.filed_at,
        changed_at: stored.changed_at,
        subject: application.subject.name.clone(),
        address: application.address.clone(),
        until: match &application.state {
            State::Registered { until, .. } => *until,
            _ => None,
        },
    }
}

/// An application as its applicant may see it.
pub(super) fn application_view(
    app: &App,
    stored: &StoredApplication,
    now: DateTime<Utc>,
) -> Result<ApplicationView, ApiError> {
    let application = &stored.application;
    let (months, reason) = match application.filing.service {
        FiledService::Permanent { reason } => (None, Some(reason)),
        FiledService::Temporary { months } => (Some(months), None),
    };
    let (from, until) = match &application.state {
        State::Registered { from, until, .. } => (Some(*from), *until),
        _ => (None, None),
    };
    let ended_by = match &application.state {
        State::Refused { rule, .. } | State::Cancelled { rule, .. } => Some(rule.clone()),
        _ => None,
    };
    let document = application
        .state
        .document()
        .map(|document| document.text().to_owned());
    let mut rules: Vec<CitedRule> = Vec::new();
    for because in &application.verdict.because {
        let cited = CitedRule {
            rule: because.rule.clone(),
            message: because.message.clone(),
        };
        if !rules.contains(&cited) {
            rules.push(cited);
        }
    }
    Ok(ApplicationView {
        number: application.number,
        now,
        state: application.state.name(),
        service: application.filing.service.service(),
        months,
        reason,
        subject: application.subject.name.clone(),
        myself: application.subject.iin == application.applicant.iin,
        address: application.address.clone(),
        rca: application.filing.rca,
        filed_at: application.filed_at,
        consent: progress(stored),
        document_sha256: document
            .as_ref()
            .map(|text| Digest::of(text.as_bytes()).hex()),
        document,
        signing: signing_ways(app, application)?,
        rules,
        ended_by,
        from,
        until,
        timeline: timeline(application, &stored.events),
    })
}

/// Whether the applicant may see the owners one by one: only as one of them.
fn sees_owners(application: &Application) -> bool {
    application.verdict.consent == Some(ConsentNeeded::CoOwners)
}

fn progress(stored: &StoredApplication) -> Option<ConsentProgress> {
    let application = &stored.application;
    let term = stored.term?;
    let silent = application.state.name() == StateName::Cancelled;
    let owners: Vec<OwnerProgress> = (1..)
        .zip(&application.consents)
        .map(|(ordinal, consent)| {
            let (state, at) = match consent.state {
                ConsentState::Waiting if silent => (OwnerState::Silent, None),
                ConsentState::Waiting => (OwnerState::Waiting, None),
                ConsentState::Agreed { at, .. } => (OwnerState::Agreed, Some(at)),
                ConsentState::Declined { at, .. } => (OwnerState::Declined, Some(at)),
            };
            OwnerProgress { ordinal, state, at }
        })
        .collect();
    let any = |state| owners.iter().any(|owner| owner.state == state);
    let together = [
        OwnerState::Declined,
        OwnerState::Silent,
        OwnerState::Waiting,
    ]
    .into_iter()
    .find(|state| any(*state))
    .unwrap_or(OwnerState::Agreed);
    let waits = application.state.name() == StateName::AwaitingConsent;
    let asked = application
        .consents
        .iter()
        .filter(|consent| waits && consent.is_waiting());
    let reminder_at = asked
        .map(|consent| consent.asked_at + Duration::minutes(REMINDER_PAUSE_MINUTES))
        .max()
        .filter(|at| *at < term.until);
    Some(ConsentProgress {
        until: term.until,
        minutes: term.minutes,
        owners: sees_owners(application).then_some(owners),
        together,
        reminder_at,
    })
}

/// What happened, as far as the applicant may know it: how many owners there are shows only to one
/// of them.
fn timeline(application: &Application, events: &[Happened]) -> Vec<TimelineEntry> {
    let mut timeline: Vec<TimelineEntry> = Vec::new();
    for happened in events {
        let step = match &happened.event {
            Event::Filed => TimelineStep::Filed,
            Event::ConsentAsked { .. } => TimelineStep::OwnersAsked,
            Event::ConsentAskedAgain { .. } => TimelineStep::OwnersReminded,
            Event::ConsentGiven { .. } if sees_owners(application) => TimelineStep::OwnerAgreed,
            Event::ConsentGiven { .. } | Event::ConsentDeclined { .. } => continue,
            Event::ReadyToSign => TimelineStep::ReadyToSign,
            Event::Signed => TimelineStep::Signed,
            Event::Registered { .. } => TimelineStep::Registered,
            Event::Refused { .. } => TimelineStep::Refused,
            Event::Cancelled { .. } => TimelineStep::Cancelled,
            Event::Withdrawn => TimelineStep::Withdrawn,
        };
        let entry = TimelineEntry {
            at: happened.at,
            step,
        };
        let one_for_all = matches!(
            step,
            TimelineStep::OwnersAsked | TimelineStep::OwnersReminded
        );
        if !(one_for_all && timeline.last() == Some(&entry)) {
            timeline.push(entry);
        }
    }
    timeline
}
