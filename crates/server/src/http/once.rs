use chrono::{DateTime, Duration, Utc};
use registration::identifiers::Iin;
use serde::Serialize;
use wire::ProblemCode;
use words::Lang;

use super::{Reply, Ticket};
use crate::{
    app::App,
    error::ApiError,
    ports::store::{Digest, KeptReply},
};

/// Whose key it is: the same key of somebody else is another key.
#[derive(Clone, Copy, Debug)]
pub enum Who {
    /// A person by number, signed in or about to.
    Person(Iin),
    /// Whoever has the token of a consent.
    Consent(Digest),
    /// Whoever was given this challenge, by its hash.
    Challenge(Digest),
}

/// How long the answer to a write is kept.
#[derive(Clone, Copy, Debug)]
pub enum Keep {
    /// What has legal force.
    ForGood,
    /// Everything else.
    Minutes(i64),
}

/// The place in which the answer to a write is kept, within the change that the write makes.
#[derive(Clone, Debug)]
pub struct Slot {
    /// Names the place.
    pub key: Digest,
    /// Digest of the request.
    pub request: Digest,
    /// Language in which a kept problem speaks.
    pub lang: Lang,
    forget_at: Option<DateTime<Utc>>,
}

impl Slot {
    /// A success, to be kept.
    ///
    /// # Errors
    /// [`ApiError`] where the value has no JSON.
    pub fn keep(&self, status: u16, value: &impl Serialize) -> Result<KeptReply, ApiError> {
        Ok(self.reply(status, serde_json::to_string(value)?))
    }

    /// A success without a body, to be kept.
    #[must_use]
    pub fn keep_empty(&self, status: u16) -> KeptReply {
        self.reply(status, String::new())
    }

    /// A problem that comes with an effect, such as a wrong code that was counted.
    ///
    /// # Errors
    /// [`ApiError`] where it has no JSON.
    pub fn keep_problem(&self, error: &ApiError) -> Result<KeptReply, ApiError> {
        self.keep(error.code.status(), &error.problem(self.lang))
    }

    fn reply(&self, status: u16, body: String) -> KeptReply {
        KeptReply {
            key: self.key,
            request: self.request,
            status,
            body,
            forget_at: self.forget_at,
        }
    }
}

impl App {
    /// Does a write once: the first time by `work`, which keeps the answer in the same change as
    /// the effect; every later time with the same key, by giving that answer again.
    ///
    /// # Errors
    /// What `work` says, `idempotency_key_in_flight` while another request with this key is being
    /// worked on, `idempotency_key_reused` where the key belongs to another body.
    pub async fn once<Work>(
        &self,
        ticket: &Ticket,
        who: Who,
        keep: Keep,
        work: impl FnOnce(Slot) -> Work,
    ) -> Result<Reply, ApiError>
    where
        Work: Future<Output = Result<Reply, ApiError>>,
    {
        let key = ticket.place(who);
        let Some(_held) = self.in_flight.take(key) else {
            return Err(ApiError::new(ProblemCode::IdempotencyKeyInFlight));
        };
        if let Some(reply) = self.repeated(ticket, key).await? {
            return Ok(reply);
        }
        let forget_at = match keep {
            Keep::ForGood => None,
            Keep::Minutes(minutes) => Some(self.now() + Duration::minutes(minutes)),
        };
        let slot = Slot {
            key,
            request: ticket.request,
            lang: ticket.lang,
            forget_at,
        };
        let answer = work(slot).await;
        match answer {
            // A request that was broken off, or that another server works on, may have been written
            // while we looked; what we then found in our way was its effect.
            Err(error) => match self.repeated(ticket, key).await? {
                Some(reply) => Ok(reply),
                None => Err(error),
            },
            other => other,
        }
    }

    async fn repeated(&self, ticket: &Ticket, key: Digest) -> Result<Option<Reply>, ApiError> {
        match self.store.reply(key, self.now()).await? {
            None => Ok(None),
            Some(kept) if kept.request == ticket.request => Ok(Some(kept.into())),
            Some(_) => Err(ApiError::new(ProblemCode::IdempotencyKeyReused)),
        }
    }
}

impl Ticket {
    /// The place of the answer to a request of somebody.
    #[must_use]
    pub fn place(&self, who: Who) -> Digest {
        let person;
        let who: &[u8] = match &who {
            Who::Person(iin) => {
                person = iin.to_string();
                person.as_bytes()
            }
            Who::Consent(token) | Who::Challenge(token) => &token.0,
        };
        Digest::of_parts(&[who, self.target.as_bytes(), self.key.as_bytes()])
    }
}
