use registration::{
    application::{ApplicationNumber, remind},
    identifiers::Iin,
};

use super::{
    advance::{Step, advance},
    show_application::expect_applicant,
    view::application_view,
};
use crate::{
    app::App,
    error::ApiError,
    http::{Reply, Slot},
    ports::store::Actor,
};

/// Asks the owners who have not answered once more.
pub async fn remind_owners(
    app: &App,
    applicant: Iin,
    number: ApplicationNumber,
    slot: Slot,
) -> Result<Reply, ApiError> {
    let now = app.now();
    let next = advance(
        app,
        number,
        now,
        |stored| {
            expect_applicant(stored, applicant)?;
            Ok(Step {
                transition: remind(stored.application.clone(), now)?,
                effects: Vec::new(),
                actor: Actor::Person(applicant),
                action: "remind",
            })
        },
        |next| slot.keep(200, &application_view(next, now)).map(Some),
    )
    .await?;
    Ok(slot.keep(200, &application_view(&next, now))?.into())
}
