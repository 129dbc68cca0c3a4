use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use registration::identifiers::Iin;
use wire::ProblemCode;

use super::{advance::ATTEMPTS, codes, read_person::person_view};
use crate::{
    app::App,
    error::ApiError,
    http::{Reply, Slot, session_until},
    ports::store::{Actor, Change, Digest, Effect, Purpose, Session, StoreError, Tried},
};

/// The token of the session that a request to sign in opens: the same for a repetition of the same
/// request, and not to be found out by anybody who does not know this process's secret.
#[must_use]
pub fn session_token(app: &App, key: Digest, request: Digest) -> String {
    let token = Digest::of_parts(&[b"session", &app.session_secret, &key.0, &request.0]);
    URL_SAFE_NO_PAD.encode(token.0)
}

/// Signs a person in with the code that came by SMS. The session that the same browser had before,
/// whosever it was, ends with that.
pub async fn sign_in(
    app: &App,
    iin: Iin,
    code: &str,
    before: Option<Digest>,
    slot: Slot,
) -> Result<Reply, ApiError> {
    let now = app.now();
    // Asked in any case, so that a wrong code takes as long as a right one.
    let person = app.outside.population.person(iin).await?;
    for _ in 0..ATTEMPTS {
        let (tried, effect) = codes::check(app, Purpose::SignIn(iin), code, now).await?;
        let change = Change::new(now, vec![effect]);
        let (change, kept) = match (tried, &person) {
            (Tried::Right, Some(person)) => {
                let session = Session {
                    iin,
                    opened_at: now,
                    seen_at: now,
                };
                let view = person_view(app, person, session_until(&session), now).await?;
                let token = session_token(app, slot.key, slot.request);
                let token = Digest::of(token.as_bytes());
                let mut change = change.audited(Actor::Person(iin), "sign_in", "");
                let close = before.map(|token| Effect::CloseSession { token });
                change.effects.extend(close);
                change.effects.push(Effect::OpenSession { token, session });
                (change, slot.keep(200, &view)?)
            }
            // A code was guessed that was never sent, because there is nobody to send it to.
            _ => {
                let wrong = slot.keep_problem(&ApiError::new(ProblemCode::CodeWrong))?;
                (change.audited(Actor::Person(iin), "wrong_code", ""), wrong)
            }
        };
        match app.commit(change.answered(kept.clone())).await {
            Ok(()) => return Ok(kept.into()),
            Err(StoreError::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(ApiError::internal(StoreError::Conflict))
}
