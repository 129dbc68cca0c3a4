use std::{
    collections::HashMap,
    net::{IpAddr, SocketAddr},
    sync::{Mutex, PoisonError},
};

use axum::{
    extract::{ConnectInfo, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Duration, Utc};
use wire::ProblemCode;

use super::{Who, session::token};
use crate::{app::App, error::ApiError, ports::store::Digest};

/// How many callers are remembered; beyond it, those whose buckets are full again are forgotten.
const REMEMBERED: usize = 20_000;

/// How often one caller may ask: so many times at once, and once in so long a time in the long run.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// How many times at once.
    pub at_once: u32,
    /// How long until there is one more, in milliseconds.
    pub one_in: u32,
}

/// Every request of one address.
const ALL: Limit = Limit {
    at_once: 1000,
    one_in: 5,
};
/// Requests for codes and tries of them from one address.
const SIGN_IN: Limit = Limit {
    at_once: 120,
    one_in: 500,
};

/// Every request of one session, from wherever it comes.
const SESSION: Limit = Limit {
    at_once: 200,
    one_in: 100,
};

/// Refusals of one person, or of one owner with a link, that are kept for a day: fewer than 200 at any
/// time. Somebody who tries everything that a form lets them try is refused some tens of times.
pub(super) const REFUSALS: Limit = Limit {
    at_once: 100,
    one_in: 15 * 60 * 1000,
};

/// Whose requests are counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Asker {
    /// A subscriber.
    Address(IpAddr),
    /// Whoever sends this cookie, by the hash of its token.
    Session(Digest),
    /// Whose the request is, from whichever address and in whichever session.
    Known(Who),
}

/// Who asks too often, by token bucket.
#[derive(Debug, Default)]
pub struct Limits {
    buckets: Mutex<HashMap<(Asker, &'static str), Bucket>>,
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    /// How long it would take to be full again, in milliseconds.
    missing: i64,
    /// Counted from when.
    at: DateTime<Utc>,
    /// Whether it is in the log that there was none left; a flood must not fill the log.
    noted: bool,
}

impl Limits {
    /// Takes one request from a caller's bucket.
    ///
    /// # Errors
    /// The time from which on there is one again.
    pub fn take(
        &self,
        who: Asker,
        what: &'static str,
        limit: Limit,
        now: DateTime<Utc>,
    ) -> Result<(), DateTime<Utc>> {
        let one = i64::from(limit.one_in);
        let most = one * i64::from(limit.at_once);
        let passed = |bucket: &Bucket| (now - bucket.at).num_milliseconds().max(0);
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= REMEMBERED {
            buckets.retain(|_, bucket| bucket.missing > passed(bucket));
            // Whoever invents that many askers is stopped by the limit of their address, and looking
            // through all of them at every request would be the very harm.
            if buckets.len() >= REMEMBERED {
                buckets.retain(|(who, _), _| matches!(who, Asker::Address(_)));
            }
            if buckets.len() >= REMEMBERED {
                buckets.clear();
            }
        }
        let who = match who {
            Asker::Address(address) => Asker::Address(network(address)),
            other => other,
        };
        let bucket = buckets.entry((who, what)).or_insert(Bucket {
            missing: 0,
            at: now,
            noted: false,
        });
        bucket.missing = (bucket.missing - passed(bucket)).max(0);
        bucket.at = now;
        let wait = bucket.missing + one - most;
        if wait > 0 {
            if !bucket.noted {
                bucket.noted = true;
                let who = match who {
                    Asker::Address(_) => "an address",
                    Asker::Session(_) => "a session",
                    Asker::Known(_) => "a person or an owner",
                };
                tracing::warn!(who, what, "refused: too many requests");
            }
            return Err(now + Duration::milliseconds(wait));
        }
        bucket.noted &= bucket.missing > most / 2;
        bucket.missing += one;
        Ok(())
    }
}

/// One subscriber: an IPv4 address, or the first half of an IPv6 one.
pub(super) fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
        v4 => v4,
    }
}

/// Refuses an address or a session that asks for anything far too often.
pub(crate) async fn limit_all(State(app): State<App>, request: Request, next: Next) -> Response {
    if let Some(token) = token(&app.settings, request.headers())
        && request
            .extensions()
            .get::<ConnectInfo<SocketAddr>>()
            .is_some()
        && let Err(at) = app
            .limits
            .take(Asker::Session(token), "all", SESSION, app.now())
    {
        return ApiError::new(ProblemCode::TooManyRequests)
            .retry_at(at)
            .into_response();
    }
    limited(&app, "all", ALL, request, next).await
}

/// Refuses an address that asks for codes or guesses them too often.
pub(crate) async fn limit_sign_in(
    State(app): State<App>,
    request: Request,
    next: Next,
) -> Response {
    limited(&app, "sign-in", SIGN_IN, request, next).await
}

async fn limited(
    app: &App,
    what: &'static str,
    limit: Limit,
    request: Request,
    next: Next,
) -> Response {
    let from = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map(|from| from.0.ip());
    if let Some(from) = from
        && let Err(at) = app
            .limits
            .take(Asker::Address(from), what, limit, app.now())
    {
        return ApiError::new(ProblemCode::TooManyRequests)
            .retry_at(at)
            .into_response();
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let limits = Limits::default();
        let limit = Limit {
            at_once: 3,
            one_in: 500,
        };
        let start = DateTime::UNIX_EPOCH;
        let take = |address: &str, millis| {
            let address = address.parse().unwrap_or(IpAddr::from([0, 0, 0, 0]));
            limits
                .take(
                    Asker::Address(address),
                    "x",
                    limit,
                    start + Duration::milliseconds(millis),
                )
                .is_ok()
        };
        assert!(take("10.0.0.1", 0) && take("10.0.0.1", 0) && take("10.0.0.1", 0));
        assert!(!take("10.0.0.1", 0));
        assert!(
            take("10.0.0.2", 0),
            "another address has a bucket of its own"
        );
        assert!(!take("10.0.0.1", 499));
        assert!(take("10.0.0.1", 500) && !take("10.0.0.1", 500));
        assert!(take("2001:db8::1", 0) && take("2001:db8::2", 0) && take("2001:db8::3", 0));
        assert!(!take("2001:db8::4", 0), "one subscriber has a whole /64");
    }

    #[test]
    fn however_many_come_whoever_has_none_left_is_remembered() {
        let limits = Limits::default();
        let (quick, slow) = (ALL, REFUSALS);
        let start = DateTime::UNIX_EPOCH;
        let who = Asker::Session(Digest::of(b"refused"));
        let refused = |minutes| {
            let now = start + Duration::minutes(minutes);
            limits.take(who, "refusals", slow, now).is_err()
        };
        assert!((0..slow.at_once).all(|_| !refused(0)));
        for place in 0..50_000_u32 {
            let now = start + Duration::minutes(5) + Duration::milliseconds(place.into());
            let address = Asker::Address(IpAddr::from(place.to_be_bytes()));
            assert!(limits.take(address, "all", quick, now).is_ok());
        }
        assert!(refused(14));
        assert!(!refused(15));
    }
}
