//! What is done without anybody asking: messages and entries are delivered, the time of owners
//! ends, what is dead is removed.

use std::{future::Future, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::time::sleep;

use crate::{
    app::App,
    error::ApiError,
    ports::store::{Change, Effect},
    usecases::{deliver, expire_consents},
};

/// How long the worker rests where nothing wakes it.
const REST: Duration = Duration::from_millis(500);

/// Works until `stop` is done.
pub async fn work(app: App, stop: impl Future<Output = ()>) {
    tokio::pin!(stop);
    let mut tidied: Option<DateTime<Utc>> = None;
    loop {
        let more = round(&app, &mut tidied).await;
        let rest = if more { Duration::ZERO } else { REST };
        tokio::select! {
            biased;
            () = &mut stop => return,
            () = app.work.notified() => {}
            () = sleep(rest) => {}
        }
    }
}

/// How often it is looked for what need not be kept any longer.
const FORGET: Duration = Duration::from_secs(60);

/// Removes notifications older than so many days until `stop` is done. Filings, what happened to
/// them, the audit log and who looked are kept for good.
pub async fn forget(app: App, days: u32, stop: impl Future<Output = ()>) {
    tokio::pin!(stop);
    loop {
        let now = app.now();
        let before = now - TimeDelta::days(days.into());
        let change = Change::new(now, vec![Effect::Forget { before }]);
        if let Err(error) = app.store.commit(change).await {
            tracing::warn!(%error, "could not remove what is old");
        }
        tokio::select! {
            () = &mut stop => return,
            () = sleep(FORGET) => {}
        }
    }
}

/// One round of all that is due; whether there may be more of it at once. What is dead is removed
/// once an hour, the last time at `tidied`.
pub async fn round(app: &App, tidied: &mut Option<DateTime<Utc>>) -> bool {
    let expire_more = told("expire", expire_consents(app).await);
    let deliver_more = told("deliver", deliver(app).await);
    let now = app.now();
    if tidied.is_none_or(|last| now - last >= TimeDelta::hours(1)) {
        *tidied = Some(now);
        if let Err(error) = app.store.commit(Change::new(now, vec![Effect::Tidy])).await {
            tracing::warn!(%error, "could not tidy up");
        }
    }
    expire_more || deliver_more
}

/// Whether there is more to do; after a failure there is not until the next round.
fn told(what: &'static str, result: Result<bool, ApiError>) -> bool {
    result.unwrap_or_else(|error| {
        let cause = error.cause.as_deref().unwrap_or(error.code.symbol());
        tracing::error!(what, cause, "the worker could not do its work");
        false
    })
}
