use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header::COOKIE, request::Parts},
};
use chrono::{DateTime, Duration, Utc};
use registration::identifiers::Iin;
use wire::ProblemCode;

use crate::{
    app::{App, Settings},
    error::ApiError,
    ports::store::{Change, Digest, Effect, Session},
};

/// After how many minutes without a request a session ends.
pub const SESSION_IDLE_MINUTES: i64 = 15;
/// After how many hours a session ends in any case.
pub const SESSION_HOURS: i64 = 12;
/// How old the note of the last request may be before it is written again.
const NOTED_SECONDS: i64 = 60;

/// A person who is signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who.
    pub iin: Iin,
    /// Hash of the session's token.
    pub token: Digest,
    /// When the session ends if nothing is done.
    pub until: DateTime<Utc>,
}

/// When a session ends if nothing is done.
#[must_use]
pub fn session_until(session: &Session) -> DateTime<Utc> {
    let idle = session.seen_at + Duration::minutes(SESSION_IDLE_MINUTES);
    idle.min(session.opened_at + Duration::hours(SESSION_HOURS))
}

/// The session cookie with a token; it lives as long as the browser does, the server decides.
#[must_use]
pub fn session_cookie(settings: &Settings, token: &str) -> String {
    format!("{}={token}; {}", name(settings), attributes(settings))
}

/// The cookie that takes the session away.
#[must_use]
pub fn clear_cookie(settings: &Settings) -> String {
    format!("{}=; Max-Age=0; {}", name(settings), attributes(settings))
}

fn name(settings: &Settings) -> &'static str {
    if settings.https_only {
        "__Host-tirkeu_session"
    } else {
        "tirkeu_session"
    }
}

fn attributes(settings: &Settings) -> &'static str {
    if settings.https_only {
        "Path=/; HttpOnly; SameSite=Strict; Secure"
    } else {
        "Path=/; HttpOnly; SameSite=Strict"
    }
}

/// The hash of the token in the request's cookies.
pub(super) fn token(settings: &Settings, headers: &HeaderMap) -> Option<Digest> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| *found == name(settings))
        .map(|(_, token)| Digest::of(token.as_bytes()))
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let nobody = || ApiError::new(ProblemCode::SignInNeeded);
        let token = token(&app.settings, &parts.headers).ok_or_else(nobody)?;
        let ended = || {
            tracing::info!("refused: a session that is not there or has ended");
            nobody()
        };
        let mut session = app.store.session(token).await?.ok_or_else(ended)?;
        let now = app.now();
        if now >= session_until(&session) {
            return Err(ended());
        }
        if now - session.seen_at >= Duration::seconds(NOTED_SECONDS) {
            session.seen_at = now;
            app.store
                .commit(Change::new(now, vec![Effect::TouchSession { token }]))
                .await?;
        }
        Ok(Self {
            iin: session.iin,
            token,
            until: session_until(&session),
        })
    }
}
