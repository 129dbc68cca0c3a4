use chrono::{DateTime, Duration, Utc};
use tracing::{Instrument, Span, field::Empty};
use wire::ProblemCode;

use super::enter_residence::enter_residence;
use crate::{
    app::App,
    error::ApiError,
    metrics::METRICS,
    ports::{
        SmsText,
        store::{Change, Effect, OutgoingKind, Recipient, StoreError, StoredOutgoing},
    },
};

/// How much is delivered in one go.
const AT_ONCE: u32 = 50;
/// The longest pause between two attempts, in seconds.
const LONGEST_PAUSE: i64 = 60;

/// Delivers what waits, and says whether more of it may be due at once. What is delivered leaves the box only
/// afterwards, so that a crash in between delivers it again rather than never.
pub async fn deliver(app: &App) -> Result<bool, ApiError> {
    let waiting = app.store.outgoing(app.now(), AT_ONCE).await?;
    if waiting.is_empty() {
        return Ok(false);
    }
    // A trace of its own: what a round delivers was written by many requests, perhaps of other servers.
    let span = tracing::info_span!(parent: None, "deliver", waiting = waiting.len());
    deliver_all(app, &waiting).instrument(span).await?;
    // What failed is due later, so whatever is due next is something else.
    Ok(waiting.len() >= AT_ONCE as usize)
}

async fn deliver_all(app: &App, waiting: &[StoredOutgoing]) -> Result<(), ApiError> {
    let mut effects = Vec::new();
    for one in waiting {
        let now = app.now();
        let span = span(one);
        match deliver_one(app, one, now).instrument(span.clone()).await {
            Ok(Some(())) => effects.push(Effect::Delivered(one.outgoing.id.clone())),
            Ok(None) => {}
            Err(error) => {
                span.record("otel.status_code", "ERROR");
                let cause = error.cause.as_deref().unwrap_or(error.code.symbol());
                tracing::warn!(attempts = one.attempts, cause, "could not be delivered");
                effects.push(Effect::Retry {
                    id: one.outgoing.id.clone(),
                    next_at: now + pause(one.attempts),
                });
            }
        }
    }
    if !effects.is_empty() {
        let span = tracing::info_span!("commit");
        commit(app, effects, app.now()).instrument(span).await?;
    }
    Ok(())
}

/// The span of a delivery, which says nothing of what is delivered to whom.
fn span(one: &StoredOutgoing) -> Span {
    let name = match one.outgoing.kind {
        OutgoingKind::Sms { .. } => "deliver SMS",
        OutgoingKind::Enter(_) => "enter residence",
    };
    let attempts = one.attempts;
    tracing::info_span!(
        "delivery",
        otel.name = name,
        otel.status_code = Empty,
        attempts
    )
}

/// Delivers one; `None` where that has taken it out of the box already.
async fn deliver_one(
    app: &App,
    one: &StoredOutgoing,
    now: DateTime<Utc>,
) -> Result<Option<()>, ApiError> {
    match &one.outgoing.kind {
        _ if one.outgoing.useless_at.is_some_and(|at| now >= at) => Ok(Some(())),
        OutgoingKind::Sms { to, text } => send(app, one, *to, text).await.map(Some),
        OutgoingKind::Enter(number) => {
            match enter_residence(app, *number, &one.outgoing.id).await {
                // Entered before, and the program ended before it could note it.
                Err(error) if error.code == ProblemCode::WrongState => Ok(Some(())),
                Err(error) => Err(error),
                Ok(()) => Ok(None),
            }
        }
    }
}

async fn commit(app: &App, effects: Vec<Effect>, now: DateTime<Utc>) -> Result<(), StoreError> {
    // Straight to the store: this is the worker, which needs no waking.
    app.store.commit(Change::new(now, effects)).await
}

/// Twice as long after each attempt.
fn pause(attempts: u32) -> Duration {
    let seconds = 1_i64.checked_shl(attempts.min(16)).unwrap_or(LONGEST_PAUSE);
    Duration::seconds(seconds.min(LONGEST_PAUSE))
}

async fn send(app: &App, one: &StoredOutgoing, to: Recipient, text: &str) -> Result<(), ApiError> {
    let phone = match to {
        Recipient::Phone(phone) => Some(phone),
        Recipient::Holder(holder) => app.outside.mobile_base.phone(holder).await?,
    };
    let Some(to) = phone else {
        tracing::info!("a message was dropped: its holder has no telephone in the database");
        return Ok(());
    };
    let id = one.outgoing.id.0.clone();
    let sent = app
        .outside
        .sms
        .send(SmsText {
            id,
            to,
            text: text.to_owned(),
            at: one.at,
        })
        .await;
    METRICS.called("sms", if sent.is_ok() { "ok" } else { "failed" });
    Ok(sent?)
}

#[cfg(test)]
mod tests {
    use super::pause;

    #[test]
    fn pauses_grow_to_a_minute() {
        let seconds: Vec<i64> = [0, 1, 5, 6, 100].map(|n| pause(n).num_seconds()).to_vec();
        assert_eq!(seconds, [1, 2, 32, 60, 60]);
    }
}
