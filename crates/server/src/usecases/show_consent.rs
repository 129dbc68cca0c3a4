use chrono::{DateTime, Utc};
use registration::{
    FiledService,
    application::{Consent, ConsentState, StateName},
    consent_text,
    identifiers::OwnerId,
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
    consent_view(app, &stored, consent, app.now())
}

pub(super) fn consent_view(
    app: &App,
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
    let standing = standing(stored, asked, term, now);
    let person = matches!(asked.owner, OwnerId::Person(_));
    let signable = standing == ConsentStanding::Waiting && person && app.signatures.is_some();
    Ok(ConsentView {
        now,
        until: term.until,
        minutes: term.minutes,
        standing,
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
        text: signable.then(|| {
            consent_text(application, term.until, true)
                .text()
                .to_owned()
        }),
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
