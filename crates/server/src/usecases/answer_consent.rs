use chrono::{DateTime, Utc};
use registration::{
    ConsentAnswer,
    application::{Channel, NotAllowed, StateName, answer},
};
use wire::ProblemCode;
use words::format::local_date;

use super::{
    advance::{Step, advance},
    show_consent::consent_view,
};
use crate::{
    app::App,
    error::ApiError,
    http::{Reply, Slot},
    ports::store::{Actor, ConsentRef, Digest, Effect, KeptReply, StoredApplication},
};

/// The consent that a link opens.
pub async fn consent_of_token(app: &App, token: &str) -> Result<(Digest, ConsentRef), ApiError> {
    let token = Digest::of(token.as_bytes());
    let found = app.store.consent_by_token(token).await?;
    found
        .map(|consent| (token, consent))
        .ok_or_else(|| ApiError::new(ProblemCode::NotFound))
}

/// An owner answers on the page behind the link.
pub async fn answer_consent(
    app: &App,
    consent: ConsentRef,
    agrees: bool,
    slot: Slot,
) -> Result<Reply, ApiError> {
    let now = app.now();
    let reply = |next: &_| {
        slot.keep(200, &consent_view(app, next, consent, now)?)
            .map(Some)
    };
    let next = record_answer(
        app,
        consent,
        agrees,
        Channel::Link,
        now,
        |_| Ok(Vec::new()),
        reply,
    )
    .await?;
    Ok(slot
        .keep(200, &consent_view(app, &next, consent, now)?)?
        .into())
}

/// Writes an owner's answer that arrived at an instant, by whichever way. Answers, refusals by
/// others and the end of the time race for the same version, so exactly one of them wins.
pub(super) async fn record_answer(
    app: &App,
    consent: ConsentRef,
    agrees: bool,
    by: Channel,
    now: DateTime<Utc>,
    also: impl Fn(&StoredApplication) -> Result<Vec<Effect>, ApiError>,
    reply: impl Fn(&StoredApplication) -> Result<Option<KeptReply>, ApiError>,
) -> Result<StoredApplication, ApiError> {
    let (_, rule) = app
        .laws
        .current()
        .law()
        .consequence(ConsentAnswer::Declined, local_date(now))?;
    let result = advance(
        app,
        consent.number,
        now,
        |stored| {
            let application = stored.application.clone();
            let owner = application
                .consent(consent.consent)
                .map(|asked| asked.owner);
            let transition = answer(application, consent.consent, agrees, by, &rule, now)
                .map_err(|refused| told(refused, stored))?;
            Ok(Step {
                received: Some(now),
                effects: also(stored)?,
                transition,
                actor: owner.map_or(Actor::Service, Actor::Owner),
                action: match (by, agrees) {
                    (Channel::Eds, true) => "agree_eds",
                    (Channel::Eds, false) => "decline_eds",
                    (_, true) => "agree",
                    (_, false) => "decline",
                },
            })
        },
        reply,
    )
    .await;
    if let Err(error) = &result
        && error.code == ProblemCode::ConsentTooLate
    {
        app.work.notify_one();
    }
    result
}

/// To an owner, an application that the clock has ended is one that they answered too late.
pub(super) fn told(refused: NotAllowed, stored: &StoredApplication) -> ApiError {
    match refused {
        NotAllowed::State { .. } if stored.application.state.name() == StateName::Cancelled => {
            ApiError::new(ProblemCode::ConsentTooLate)
        }
        other => other.into(),
    }
}
