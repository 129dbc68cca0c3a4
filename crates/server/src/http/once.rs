use chrono::{DateTime, Duration, Utc};
use registration::identifiers::Iin;
use serde::Serialize;
use uuid::{Uuid, Variant, Version, fmt::Hyphenated};
use wire::ProblemCode;
use words::Lang;

use super::{Asker, Reply, Ticket, limits::REFUSALS};
use crate::{
    app::App,
    error::{ApiError, Finality},
    ports::store::{Change, Digest, KeptReply, StoreError},
};

/// For how many hours a refusal is kept: longer than any copy of a request is on its way. It has no
/// legal force.
const REFUSAL_HOURS: i64 = 24;

/// Whose key it is: the same key of somebody else is another key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Who {
    /// A person by number, signed in.
    Person(Iin),
    /// Whoever says that they are this person, and has not shown it yet.
    Stranger(Iin),
    /// Whoever has the token of a consent.
    Consent(Digest),
    /// Whoever was given this challenge, by its hash.
    Challenge(Digest),
}

impl Who {
    /// Whether a refusal of theirs is kept. A stranger's would fill the disk for whoever sends many,
    /// and says no more than that they are still a stranger.
    fn is_known(&self) -> bool {
        match self {
            Self::Person(_) | Self::Consent(_) => true,
            Self::Stranger(_) | Self::Challenge(_) => false,
        }
    }
}

/// How long the answer to a write that succeeds is kept.
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

    /// A problem, to be kept: with its effect, such as a wrong code that was counted, or without one.
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
    /// the effect; every later time with the same key, by giving that answer again. A refusal that
    /// is [final](Finality) is kept as well, before anybody is told of it, so that no slower copy of
    /// the request succeeds afterwards. A server keeps only so many refusals of one person or one
    /// link: beyond that they are not told that they were refused.
    ///
    /// # Errors
    /// What `work` says, where that is for now; `too_many_refusals` where it is not and too many are
    /// kept already; `idempotency_key_in_flight` while another request with this key is being worked
    /// on, `idempotency_key_reused` where the key belongs to another body.
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
        let mut error = match work(slot.clone()).await {
            Ok(reply) => return Ok(reply),
            Err(error) => error,
        };
        if who.is_known() && Finality::of(error.code) == Finality::Final {
            let now = self.now();
            let taken = self
                .refusals
                .take(Asker::Known(who), "refusals", REFUSALS, now);
            match taken {
                Ok(()) => {
                    if let Some(reply) = self.keep_refusal(slot, &error).await? {
                        return Ok(reply);
                    }
                }
                Err(at) => error = ApiError::new(ProblemCode::TooManyRefusals).retry_at(at),
            }
        }
        // A request that was broken off, or that another server works on, may have been written
        // while we looked; what we then found in our way was its effect.
        match self.repeated(ticket, key).await? {
            Some(reply) => Ok(reply),
            None => Err(error),
        }
    }

    /// Writes down a refusal; `None` where the key was answered by somebody quicker.
    async fn keep_refusal(&self, slot: Slot, error: &ApiError) -> Result<Option<Reply>, ApiError> {
        let now = self.now();
        let slot = Slot {
            forget_at: Some(now + Duration::hours(REFUSAL_HOURS)),
            ..slot
        };
        let kept = slot.keep_problem(error)?;
        let change = Change::new(now, Vec::new()).answered(kept.clone());
        match self.store.commit(change).await {
            Ok(()) => Ok(Some(kept.into())),
            Err(StoreError::Repeated) => Ok(None),
            Err(error) => Err(error.into()),
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
    /// The place of the answer to a request of somebody. Answers under keys that tell when they were
    /// made, UUIDs of version 7 with hyphens, lie in the order of that; it is the asker's word, and
    /// nothing else depends on it. Without hyphens older pages sent what is random throughout.
    #[must_use]
    pub fn place(&self, who: Who) -> Digest {
        let person;
        let who: &[u8] = match &who {
            Who::Person(iin) | Who::Stranger(iin) => {
                person = iin.to_string();
                person.as_bytes()
            }
            Who::Consent(token) | Who::Challenge(token) => &token.0,
        };
        let place = Digest::of_parts(&[who, self.target.as_bytes(), self.key.as_bytes()]);
        match Uuid::try_parse(&self.key) {
            Ok(key) if is_of_time(key) && self.key.len() == Hyphenated::LENGTH => {
                let [a, b, c, d, e, f, ..] = key.into_bytes();
                place.made_at(u64::from_be_bytes([0, 0, a, b, c, d, e, f]))
            }
            _ => place,
        }
    }
}

fn is_of_time(key: Uuid) -> bool {
    key.get_variant() == Variant::RFC4122 && key.get_version() == Some(Version::SortRand)
}
