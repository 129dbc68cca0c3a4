use std::{collections::VecDeque, convert::Infallible, time::Duration};

use axum::{
    extract::{Query, State},
    http::HeaderMap,
    response::sse::{Event, KeepAlive, Sse},
};
use chrono::TimeDelta;
use futures_util::{Stream, stream};
use serde::Deserialize;
use tokio::sync::watch;

use super::{clock::ClockBody, messages::MessageBody};
use crate::adapters::sandbox::{Changes, Sandbox};

/// From where to go on.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub(super) struct From {
    /// The last message that is known; `Last-Event-ID` of a reconnecting browser replaces it.
    #[serde(default)]
    after: i64,
}

/// Messages of every telephone as they come (`message`, with its `seq` as the event's id), and the
/// clock whenever it is moved (`clock`). Begins with whatever is later than `after`, so that
/// nothing is missed between two connections.
pub(super) async fn stream(
    State(sandbox): State<Sandbox>,
    Query(from): Query<From>,
    headers: HeaderMap,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let known = headers
        .get("last-event-id")
        .and_then(|value| value.to_str().ok())
        .and_then(|id| id.parse().ok());
    let mut changes = sandbox.watch();
    changes.mark_changed();
    let listener = Listener {
        after: known.unwrap_or(from.after),
        ahead: sandbox.ahead(),
        sandbox,
        changes,
        waiting: VecDeque::new(),
    };
    let events = stream::unfold(listener, |mut listener| async move {
        let event = listener.next().await?;
        Some((Ok(event), listener))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(20)))
}

struct Listener {
    sandbox: Sandbox,
    changes: watch::Receiver<Changes>,
    after: i64,
    ahead: TimeDelta,
    waiting: VecDeque<Event>,
}

impl Listener {
    /// The next event; nothing when the server stops or the sandbox's file fails, so that the
    /// browser connects again.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return Some(event);
            }
            self.changes.changed().await.ok()?;
            if self.changes.borrow_and_update().over {
                return None;
            }
            self.collect().await?;
        }
    }

    async fn collect(&mut self) -> Option<()> {
        let ahead = self.sandbox.ahead();
        if ahead != self.ahead {
            self.ahead = ahead;
            let event = Event::default()
                .event("clock")
                .json_data(ClockBody::of(&self.sandbox));
            self.waiting.push_back(event.ok()?);
        }
        loop {
            let messages = self.sandbox.messages(None, self.after).await.ok()?;
            let Some(latest) = messages.last() else {
                return Some(());
            };
            self.after = latest.seq;
            for message in messages {
                let body = MessageBody::from(message);
                let event = Event::default().id(body.seq.to_string()).json_data(&body);
                self.waiting.push_back(event.ok()?);
            }
        }
    }
}
