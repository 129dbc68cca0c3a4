use registration::{
    ConsentAnswer,
    application::{ApplicationNumber, expire},
};
use tracing::Instrument;
use wire::ProblemCode;
use words::format::local_date;

use super::advance::{Step, advance};
use crate::{app::App, error::ApiError, ports::store::Actor};

/// How many applications are ended in one go.
const AT_ONCE: u32 = 100;

/// Ends the wait of every application whose owners' time is up (R9), and says whether more may be
/// due at once. One that an owner answered in the meantime stays as the answer left it.
pub async fn expire_consents(app: &App) -> Result<bool, ApiError> {
    let now = app.now();
    let overdue = app.store.overdue(now, AT_ONCE).await?;
    if overdue.is_empty() {
        return Ok(false);
    }
    let span = tracing::info_span!(parent: None, "expire", overdue = overdue.len());
    let settled = expire_all(app, &overdue).instrument(span).await;
    // Where some stay due, trying again at once would go on for ever.
    Ok(settled == AT_ONCE)
}

/// Ends those whose time is up; of how many that is done.
async fn expire_all(app: &App, overdue: &[ApplicationNumber]) -> u32 {
    let mut settled = 0;
    for number in overdue {
        match expire_one(app, *number).await {
            Ok(()) => settled += 1,
            Err(error) if error.code == ProblemCode::WrongState => {
                tracing::debug!("the time is up, but somebody was quicker");
                settled += 1;
            }
            Err(error) => {
                let cause = error.cause.as_deref().unwrap_or(error.code.symbol());
                tracing::error!(cause, "an application whose time is up could not be ended");
            }
        }
    }
    settled
}

async fn expire_one(app: &App, number: ApplicationNumber) -> Result<(), ApiError> {
    let now = app.now();
    let (_, rule) = app
        .laws
        .current()
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
