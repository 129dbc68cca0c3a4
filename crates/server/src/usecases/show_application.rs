use registration::{application::ApplicationNumber, identifiers::Iin};
use wire::{ApplicationView, Applications, Message, Messages, ProblemCode};

use super::{
    advance::load,
    view::{application_view, summary},
};
use crate::{app::App, error::ApiError, ports::store::StoredApplication};

/// How many entries a list shows.
const SHOWN: u32 = 100;

/// An application to its applicant. To anybody else it is not there.
pub async fn show_application(
    app: &App,
    applicant: Iin,
    number: ApplicationNumber,
) -> Result<ApplicationView, ApiError> {
    let stored = load(app, number).await?;
    expect_applicant(&stored, applicant)?;
    application_view(app, &stored, app.now())
}

pub(super) fn expect_applicant(stored: &StoredApplication, iin: Iin) -> Result<(), ApiError> {
    if stored.application.applicant.iin == iin {
        Ok(())
    } else {
        // The answer does not say that it is there; who watches the service may know that somebody tried.
        tracing::warn!("refused: an application of somebody else");
        Err(ApiError::new(ProblemCode::NotFound))
    }
}

/// A person's applications.
pub async fn list_applications(app: &App, applicant: Iin) -> Result<Applications, ApiError> {
    let found = app.store.applications_of(applicant, SHOWN).await?;
    Ok(Applications {
        applications: found.iter().map(summary).collect(),
    })
}

/// A person's notifications.
pub async fn list_messages(app: &App, iin: Iin) -> Result<Messages, ApiError> {
    let found = app.store.notifications(iin, SHOWN).await?;
    let message = |found: crate::ports::store::Notification| Message {
        at: found.at,
        number: found.number,
        text: found.text,
    };
    Ok(Messages {
        messages: found.into_iter().map(message).collect(),
    })
}
