use registration::application::{ApplicationNumber, State, enter};

use super::advance::{Step, advance, load};
use crate::{
    app::App,
    error::ApiError,
    ports::{
        ResidenceEntry,
        store::{Actor, Effect, OutgoingId},
    },
};

/// Enters a signed application in the register of residences, and takes the order to do so out of
/// the box in the same change. One that stands there already is left as it is.
pub(super) async fn enter_residence(
    app: &App,
    number: ApplicationNumber,
    order: &OutgoingId,
) -> Result<(), ApiError> {
    let now = app.now();
    let stored = load(app, number).await?;
    let transition = enter(stored.application.clone(), now)?;
    let State::Registered { from, until, .. } = transition.application.state else {
        return Err(ApiError::internal(
            "an application was entered and is not registered",
        ));
    };
    let filing = &stored.application.filing;
    let entry = ResidenceEntry {
        application: number,
        iin: stored.application.subject.iin,
        rca: filing.rca,
        service: filing.service.service(),
        from,
        until,
    };
    app.outside.residences.enter(entry).await?;
    advance(
        app,
        number,
        now,
        |stored| {
            Ok(Step {
                transition: enter(stored.application.clone(), now)?,
                received: None,
                effects: vec![Effect::Delivered(order.clone())],
                actor: Actor::Service,
                action: "enter",
            })
        },
        |_| Ok(None),
    )
    .await?;
    Ok(())
}
