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

use super::session::token;
use crate::{app::App, error::ApiError, ports::store::Digest};

/// How many callers are remembered; beyond it, those who have long been quiet are forgotten.
const REMEMBERED: usize = 20_000;

/// How often one caller may ask: so many at once, and so many a second in the long run.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// How many at once.
    pub at_once: u32,
    /// How many a second.
    pub a_second: u32,
}

/// Every request of one address.
const ALL: Limit = Limit {
    at_once: 1000,
    a_second: 200,
};
/// Requests for codes and tries of them from one address.
const SIGN_IN: Limit = Limit {
    at_once: 120,
    a_second: 2,
};

/// Every request of one session, from wherever it comes.
const SESSION: Limit = Limit {
    at_once: 200,
    a_second: 10,
};

/// Whose requests are counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Asker {
    /// A subscriber.
    Address(IpAddr),
    /// Whoever sends this cookie, by the hash of its token.
    Session(Digest),
}

/// Who asks too often, by token bucket.
#[derive(Debug, Default)]
pub struct Limits {
    buckets: Mutex<HashMap<(Asker, &'static str), Bucket>>,
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    /// Thousandths of a request that are left.
    left: i64,
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
        let full = i64::from(limit.at_once) * 1000;
        let a_milli = i64::from(limit.a_second);
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= REMEMBERED {
            buckets.retain(|_, bucket| now - bucket.at < Duration::minutes(1));
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
            session => session,
        };
        let bucket = buckets.entry((who, what)).or_insert(Bucket {
            left: full,
            at: now,
            noted: false,
        });
        let passed = (now - bucket.at).num_milliseconds().max(0);
        bucket.left = bucket
            .left
            .saturating_add(passed.saturating_mul(a_milli))
            .min(full);
        bucket.at = now;
        if bucket.left < 1000 {
            if !bucket.noted {
                bucket.noted = true;
                let who = match who {
                    Asker::Address(_) => "an address",
                    Asker::Session(_) => "a session",
                };
                tracing::warn!(who, what, "refused: too many requests");
            }
            let wait = (1000 - bucket.left) / a_milli.max(1) + 1;
            return Err(now + Duration::milliseconds(wait));
        }
        bucket.noted &= bucket.left < full / 2;
        bucket.left -= 1000;
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
            a_second: 2,
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
        assert!(!take("10.0.0.1", 400));
        assert!(take("10.0.0.1", 900));
        assert!(take("2001:db8::1", 0) && take("2001:db8::2", 0) && take("2001:db8::3", 0));
        assert!(!take("2001:db8::4", 0), "one subscriber has a whole /64");
    }
}
