use chrono::{DateTime, Utc};
use registration::{
    application::{Application, ApplicationNumber, NotAllowed, Transition},
    identifiers::Iin,
};
use wire::ProblemCode;

use super::{announce::announce, show_application::expect_applicant, view::application_view};
use crate::{
    app::App,
    error::ApiError,
    http::{Reply, Slot},
    ports::store::{Actor, Change, Effect, KeptReply, StoreError, StoredApplication, Version},
};

/// How often a change that somebody else was quicker than is decided again. Each time another
/// change of the same application has won, and an application has few.
pub(super) const ATTEMPTS: u32 = 20;

/// A transition that is about to be written.
pub(super) struct Step {
    /// The application after it, with what happened.
    pub(super) transition: Transition,
    /// When the owner's answer arrived, if it is one: the store compares it with their time.
    pub(super) received: Option<DateTime<Utc>>,
    /// What else changes with it.
    pub(super) effects: Vec<Effect>,
    /// For the audit log.
    pub(super) actor: Actor,
    /// For the audit log.
    pub(super) action: &'static str,
}

/// Moves an application: loads it, lets `decide` make the transition, writes it with all that
/// follows, and begins anew where somebody else was quicker, so that of several one wins.
pub(super) async fn advance(
    app: &App,
    number: ApplicationNumber,
    now: DateTime<Utc>,
    decide: impl Fn(&StoredApplication) -> Result<Step, ApiError>,
    reply: impl Fn(&StoredApplication) -> Result<Option<KeptReply>, ApiError>,
) -> Result<StoredApplication, ApiError> {
    for _ in 0..ATTEMPTS {
        let stored = load(app, number).await?;
        let step = decide(&stored)?;
        let Some(next) = advance_once(app, &stored, step, now, &reply).await? else {
            continue;
        };
        return Ok(next);
    }
    Err(ApiError::internal(StoreError::Conflict))
}

/// Moves an application by a verb of its applicant alone, and answers with what it is then.
pub(super) async fn advance_by_applicant(
    app: &App,
    applicant: Iin,
    number: ApplicationNumber,
    slot: Slot,
    action: &'static str,
    verb: impl Fn(Application, DateTime<Utc>) -> Result<Transition, NotAllowed>,
) -> Result<Reply, ApiError> {
    let now = app.now();
    let decide = |stored: &StoredApplication| {
        expect_applicant(stored, applicant)?;
        Ok(Step {
            transition: verb(stored.application.clone(), now)?,
            received: None,
            effects: Vec::new(),
            actor: Actor::Person(applicant),
            action,
        })
    };
    let answer = |next: &StoredApplication| slot.keep(200, &application_view(app, next, now)?);
    let next = advance(app, number, now, decide, |next| answer(next).map(Some)).await?;
    Ok(answer(&next)?.into())
}

/// An application that must be there.
pub(super) async fn load(
    app: &App,
    number: ApplicationNumber,
) -> Result<StoredApplication, ApiError> {
    app.store
        .application(number)
        .await?
        .ok_or_else(|| ApiError::new(ProblemCode::NotFound))
}

/// One attempt; `None` where somebody else was quicker.
pub(super) async fn advance_once(
    app: &App,
    stored: &StoredApplication,
    step: Step,
    now: DateTime<Utc>,
    reply: impl Fn(&StoredApplication) -> Result<Option<KeptReply>, ApiError>,
) -> Result<Option<StoredApplication>, ApiError> {
    let Transition {
        application,
        events,
    } = step.transition;
    let mut next = StoredApplication {
        application,
        version: Version(stored.version.0 + 1),
        changed_at: now,
        events: stored.events.clone(),
        term: stored.term,
    };
    let mut effects = vec![Effect::Move {
        application: Box::new(next.application.clone()),
        from: stored.version,
        received: step.received,
        events: events.clone(),
    }];
    effects.extend(step.effects);
    effects.extend(announce(app, &next, &events, now)?);
    next.events.extend(events);
    let mut change =
        Change::new(now, effects).audited(step.actor, step.action, next.application.number);
    change.reply = reply(&next)?;
    match app.commit(change).await {
        Ok(()) => Ok(Some(next)),
        Err(StoreError::Conflict) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
