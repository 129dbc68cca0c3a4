use registration::{
    ConsentAnswer,
    application::{ApplicationNumber, expire},
};
use words::format::local_date;

use super::advance::{Step, advance};
use crate::{app::App, error::ApiError, ports::store::Actor};

/// How many applications are ended in one go.
const AT_ONCE: u32 = 100;

/// Ends the wait of every application whose owners' time is up (R9), and says how many there were.
/// One that an owner answered in the meantime stays as the answer left it.
pub async fn expire_consents(app: &App) -> Result<usize, ApiError> {
    let now = app.now();
    let overdue = app.store.overdue(now, AT_ONCE).await?;
    for number in &overdue {
        if let Err(error) = expire_one(app, *number).await {
            tracing::debug!(
                code = error.code.symbol(),
                "the time is up, but somebody was quicker"
            );
        }
    }
    Ok(overdue.len())
}

async fn expire_one(app: &App, number: ApplicationNumber) -> Result<(), ApiError> {
    let now = app.now();
    let (_, rule) = app
        .laws
        .law()
        .consequence(ConsentAnswer::NoneInTime, local_date(now))?;
    advance(
        app,
        number,
        now,
        |stored| {
            Ok(Step {
                transition: expire(stored.application.clone(), &rule, now)?,
                received: None,
                effects: Vec::new(),
                actor: Actor::Service,
                action: "expire",
            })
        },
        |_| Ok(None),
    )
    .await?;
    Ok(())
}
