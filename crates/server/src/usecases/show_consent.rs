use chrono::{DateTime, Utc};
use registration::{
    FiledService,
    application::{Consent, ConsentState, StateName},
};
use wire::{ConsentStanding, ConsentView, ProblemCode};

use super::advance::load;
use crate::{
    app::App,
    error::ApiError,
    ports::store::{ConsentRef, ConsentTerm, StoredApplication},
};

/// A request to the owner it was sent to, also after it has ended.
pub async fn show_consent(app: &App, consent: ConsentRef) -> Result<ConsentView, ApiError> {
    let stored = load(app, consent.number).await?;
    consent_view(&stored, consent, app.now())
}

pub(super) fn consent_view(
    stored: &StoredApplication,
    consent: ConsentRef,
    now: DateTime<Utc>,
) -> Result<ConsentView, ApiError> {
    let application = &stored.application;
    let (Some(asked), Some(term)) = (application.consent(consent.consent), stored.term) else {
        return Err(ApiError::new(ProblemCode::NotFound));
    };
    let filing = &application.filing;
    let myself = application.subject.iin == application.applicant.iin;
    Ok(ConsentView {
        now,
        until: term.until,
        minutes: term.minutes,
        standing: standing(stored, asked, term, now),
        service: filing.service.service(),
        months: match filing.service {
            FiledService::Permanent { .. } => None,
            FiledService::Temporary { months } => Some(months),
        },
        subject: application.subject.name.clone(),
        applicant: (!myself).then(|| application.applicant.name.clone()),
        relation_to_owner: filing.relation_to_owner,
        address: application.address.clone(),
        filed_at: application.filed_at,
        text: None,
    })
}

pub(super) fn standing(
    stored: &StoredApplication,
    consent: &Consent,
    term: ConsentTerm,
    now: DateTime<Utc>,
) -> ConsentStanding {
    match (consent.state, stored.application.state.name()) {
        (ConsentState::Agreed { .. }, _) => ConsentStanding::Agreed,
        (ConsentState::Declined { .. }, _) => ConsentStanding::Declined,
        (ConsentState::Waiting, StateName::Cancelled) => ConsentStanding::TooLate,
        (ConsentState::Waiting, StateName::AwaitingConsent) if now >= term.until => {
            ConsentStanding::TooLate
        }
        (ConsentState::Waiting, StateName::AwaitingConsent) => ConsentStanding::Waiting,
        (ConsentState::Waiting, _) => ConsentStanding::Ended,
    }
}
