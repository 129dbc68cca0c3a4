use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{Duration, SecondsFormat};
use wire::{Challenge, ProblemCode};

use crate::{
    app::App,
    draw,
    error::ApiError,
    ports::store::{Change, Digest, Effect},
};

/// How long a challenge lives, in minutes.
const LIFE_MINUTES: i64 = 5;

/// How every challenge of this service begins: the form, and the origin it is for. Somebody who
/// is lured to another place and signs there signs that place's name.
pub(super) fn beginning(app: &App) -> String {
    format!("tirkeu-sign-in/1\n{}\n", app.settings.public_url)
}

/// Gives out a text to be signed in order to sign in. Only its hash is kept.
pub async fn issue_challenge(app: &App) -> Result<Challenge, ApiError> {
    if app.signatures.is_none() {
        return Err(ApiError::new(ProblemCode::NotFound));
    }
    let now = app.now();
    let expires_at = now + Duration::minutes(LIFE_MINUTES);
    let nonce: [u8; 32] = draw::bytes(&*app.outside.randomness)?;
    let text = format!(
        "{}{}\n{}\n",
        beginning(app),
        URL_SAFE_NO_PAD.encode(nonce),
        expires_at.to_rfc3339_opts(SecondsFormat::Secs, true),
    );
    let hash = Digest::of(text.as_bytes());
    let change = Change::new(now, vec![Effect::IssueChallenge { hash, expires_at }]);
    app.commit(change).await?;
    Ok(Challenge {
        text,
        expires_at,
        now,
    })
}
