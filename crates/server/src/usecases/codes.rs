//! One-time codes by SMS (NIST SP 800-63B-4): six digits, for one purpose, for a short time, a few
//! tries, once.

use chrono::{DateTime, Duration, NaiveTime, Utc};
use wire::{CodeSent, ProblemCode};
use words::format::{local, local_date};

use crate::{
    app::App,
    draw,
    error::ApiError,
    ports::store::{Digest, Effect, Gate, NewCode, Purpose, StoredCode, Tried},
};

/// How long a code lives, in minutes.
const LIFE_MINUTES: i64 = 5;
/// How many tries a code allows.
const TRIES: u32 = 5;
/// After how many seconds another code can be asked for.
const RESEND_SECONDS: i64 = 60;
/// How many wrong codes a person has in a day at each gate, over all codes.
const WRONG_A_DAY: u32 = 10;
/// How many wrong codes everybody together gives in an hour at the sign-in. Who tries one code on
/// each of many numbers is not stopped by the limit of any of them; at this many, one guess in a
/// million being right, such a one gets in once in six weeks.
const WRONG_AN_HOUR: u32 = 1000;
/// How many codes are sent to a person in a day for each gate: each costs money, and a stranger can
/// have them sent.
const SENT_A_DAY: u32 = 10;

/// A code that is to be sent.
pub(super) struct Issued {
    /// What the caller is told.
    pub(super) sent: CodeSent,
    /// The six digits.
    pub(super) digits: String,
    /// What makes it valid.
    pub(super) effect: Effect,
}

/// Draws a code.
pub(super) async fn issue(
    app: &App,
    purpose: Purpose,
    now: DateTime<Utc>,
) -> Result<Issued, ApiError> {
    refuse_after_too_many(app, &purpose, now).await?;
    let sent = app
        .store
        .codes_issued(purpose.iin(), purpose.gate(), day_began(now))
        .await?;
    if sent >= SENT_A_DAY {
        return Err(ApiError::new(ProblemCode::TooManyCodes).retry_at(tomorrow(now)));
    }
    let before = app.store.code(&purpose).await?;
    if let Some(StoredCode {
        code, used: false, ..
    }) = &before
    {
        let next = code.issued_at + Duration::seconds(RESEND_SECONDS);
        if now < next {
            return Err(ApiError::new(ProblemCode::TooManyRequests).retry_at(next));
        }
    }
    let digits = draw::code(&*app.outside.randomness)?;
    let salt = draw::bytes(&*app.outside.randomness)?;
    let expires_at = now + Duration::minutes(LIFE_MINUTES);
    let code = NewCode {
        salt,
        hash: hash(app, &salt, &digits),
        issued_at: now,
        expires_at,
    };
    Ok(Issued {
        sent: CodeSent {
            now,
            expires_at,
            resend_at: now + Duration::seconds(RESEND_SECONDS),
        },
        digits,
        effect: Effect::IssueCode {
            purpose,
            code,
            replaces: before.map(|before| before.id),
        },
    })
}

/// Whether a code is right, with what counts the try. Two tries at once cannot count as one: the
/// change of the second fails with `Conflict`, and it has to be checked again.
pub(super) async fn check(
    app: &App,
    purpose: Purpose,
    given: &str,
    now: DateTime<Utc>,
) -> Result<(Tried, Effect), ApiError> {
    refuse_after_too_many(app, &purpose, now).await?;
    let dead = || ApiError::new(ProblemCode::CodeExpired);
    let StoredCode {
        id,
        code,
        tries,
        used,
    } = app.store.code(&purpose).await?.ok_or_else(dead)?;
    if used || tries >= TRIES || now >= code.expires_at {
        return Err(dead());
    }
    let digits: String = given
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .collect();
    let tried = if hash(app, &code.salt, &digits) == code.hash {
        Tried::Right
    } else {
        Tried::Wrong
    };
    Ok((
        tried,
        Effect::TryCode {
            id,
            iin: purpose.iin(),
            gate: purpose.gate(),
            tries,
            tried,
        },
    ))
}

async fn refuse_after_too_many(
    app: &App,
    purpose: &Purpose,
    now: DateTime<Utc>,
) -> Result<(), ApiError> {
    let wrong = app
        .store
        .wrong_codes(purpose.iin(), purpose.gate(), day_began(now))
        .await?;
    if wrong >= WRONG_A_DAY {
        return Err(ApiError::new(ProblemCode::TooManyFailures).retry_at(tomorrow(now)));
    }
    if purpose.gate() == Gate::SignIn {
        let hour = Duration::hours(1);
        let of_all = app
            .store
            .wrong_codes_of_all(Gate::SignIn, now - hour, WRONG_AN_HOUR)
            .await?;
        if of_all >= WRONG_AN_HOUR {
            tracing::warn!(of_all, "codes are being guessed on a large scale");
            return Err(ApiError::new(ProblemCode::TooManyGuesses).retry_at(now + hour / 4));
        }
    }
    Ok(())
}

/// The next midnight in Kazakhstan.
fn tomorrow(now: DateTime<Utc>) -> DateTime<Utc> {
    day_began(now) + Duration::days(1)
}

/// Midnight in Kazakhstan before an instant.
pub(super) fn day_began(now: DateTime<Utc>) -> DateTime<Utc> {
    local_date(now)
        .and_time(NaiveTime::MIN)
        .and_local_timezone(*local(now).offset())
        .single()
        .map_or(now, |midnight| midnight.to_utc())
}

/// Six digits are soon found from a digest alone, so the secret of the servers is in it too.
fn hash(app: &App, salt: &[u8; 16], digits: &str) -> Digest {
    Digest::of_parts(&[b"code", &app.session_secret, salt, digits.as_bytes()])
}
