//! What must hold at every step, told by somebody who only sees what was written, sent and
//! answered. Nothing here asks the code under test what is right.

mod answers;
mod codes;
mod deliveries;
mod life_cycle;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use registration::application::{Application, ApplicationNumber};
use server::{
    error::ApiError,
    ports::{
        ResidenceEntry,
        store::{Change, CodeId, ConsentRef, ConsentTerm, Digest, Effect, Purpose},
    },
};

pub(crate) use answers::Answers;
pub(crate) use codes::Codes;
pub(crate) use deliveries::Deliveries;

/// Everything that was seen.
#[derive(Default)]
pub(crate) struct Watch {
    /// What does not hold.
    pub(crate) broken: Option<String>,
    pub(crate) applications: BTreeMap<ApplicationNumber, Known>,
    pub(crate) answers: Answers,
    pub(crate) deliveries: Deliveries,
    pub(crate) audited: u64,
    codes: Codes,
    links: BTreeMap<Digest, ConsentRef>,
}

/// An application as it was written last.
pub(crate) struct Known {
    pub(crate) application: Application,
    pub(crate) version: u32,
    pub(crate) term: Option<ConsentTerm>,
    /// What the register of residences has of it.
    entered: Option<ResidenceEntry>,
}

impl Watch {
    /// A change was written.
    pub(crate) fn written(
        &mut self,
        change: &Change,
        issued: &[(CodeId, Purpose, DateTime<Utc>)],
        latest_ms: i64,
    ) -> Result<(), String> {
        self.audited += u64::from(change.audit.is_some());
        for (id, purpose, expires_at) in issued {
            self.codes.issued(*id, *purpose, *expires_at);
        }
        if let Some(reply) = &change.reply {
            self.answers.written(reply, latest_ms)?;
        }
        for effect in &change.effects {
            match effect {
                Effect::File {
                    application, term, ..
                } => self.filed(application, *term, change)?,
                Effect::Move {
                    application,
                    from,
                    received,
                    ..
                } => self.moved(application, from.0, *received, change)?,
                Effect::TryCode { id, tried, .. } => self.codes.tried(*id, *tried, change)?,
                Effect::AskOwner { token, consent } => {
                    self.links.insert(*token, *consent);
                }
                Effect::Send(outgoing) => self.deliveries.decided(outgoing)?,
                Effect::Delivered(id) => self.deliveries.removed(id, latest_ms)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// A gateway was told that a message from a telephone was taken in.
    pub(crate) fn taken_in(&self, id: &str) -> Result<(), String> {
        let key = Digest::of_parts(&[b"sms", id.as_bytes()]);
        if self.answers.is_written(key) {
            return Ok(());
        }
        Err(format!(
            "the message {id} was taken in and is not in the store"
        ))
    }

    /// Whether nothing is open and nothing waits to be sent.
    pub(crate) fn is_settled(&self) -> bool {
        self.deliveries.waiting() == 0 && self.open().next().is_none()
    }

    /// What is not settled, in words.
    pub(crate) fn unsettled(&self) -> String {
        let open = self.open().map(|known| {
            let state = known.application.state.name().symbol();
            format!("{} is {state}", known.application.number)
        });
        let open: Vec<String> = open.collect();
        let waiting = self.deliveries.waiting();
        format!("[{}], {waiting} messages wait", open.join(", "))
    }

    fn open(&self) -> impl Iterator<Item = &Known> {
        let all = self.applications.values();
        all.filter(|known| known.application.is_open())
    }

    /// The instant at which an answer by a link is too late, in milliseconds since 1970.
    pub(crate) fn until(&self, link: Digest) -> Option<i64> {
        let known = self.applications.get(&self.links.get(&link)?.number)?;
        known.term.map(|term| term.until.timestamp_millis())
    }

    /// An owner was told that the answer counts.
    pub(crate) fn has_answered(&self, link: Digest) -> Result<(), String> {
        let consent = self.links.get(&link);
        let known = consent.and_then(|consent| {
            let application = &self.applications.get(&consent.number)?.application;
            application.consent(consent.consent)
        });
        if known.is_some_and(|consent| !consent.is_waiting()) {
            return Ok(());
        }
        Err("an owner's answer was acknowledged and is not in the store".to_owned())
    }

    /// An owner was told that it was too late: then it was, by the latest that the clock ever said.
    pub(crate) fn too_late(&self, link: Digest, latest_ms: i64) -> Result<(), String> {
        let consent = self.links.get(&link).map(|consent| consent.number);
        let Some(known) = consent.and_then(|number| self.applications.get(&number)) else {
            return Err("an owner was asked by a link that nobody knows".to_owned());
        };
        let until = known.term.map(|term| term.until.timestamp_millis());
        if !known.application.is_open() || until.is_some_and(|until| latest_ms >= until) {
            return Ok(());
        }
        Err("an owner in time was told that it was too late".to_owned())
    }
}

/// What an answer says that is none: for the trace.
pub(crate) fn refused(error: &ApiError) -> String {
    let cause = error.cause.as_deref().unwrap_or_default();
    format!("{} {cause}", error.code.symbol())
}
