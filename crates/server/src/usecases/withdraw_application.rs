use registration::{
    application::{ApplicationNumber, withdraw},
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

/// Takes an application back, as long as it is not signed.
pub async fn withdraw_application(
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
                transition: withdraw(stored.application.clone(), now)?,
                effects: Vec::new(),
                actor: Actor::Person(applicant),
                action: "withdraw",
            })
        },
        |next| slot.keep(200, &application_view(next, now)).map(Some),
    )
    .await?;
    Ok(slot.keep(200, &application_view(&next, now))?.into())
}
