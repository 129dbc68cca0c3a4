use registration::identifiers::{Iin, OwnerId};
use words::{
    fill,
    server::{self, Word},
};

use super::codes;
use crate::{
    app::App,
    draw,
    error::ApiError,
    http::{Reply, Slot},
    ports::store::{Actor, Change, Effect, Outgoing, OutgoingKind, Purpose, Recipient, StoreError},
};

/// Sends a code to sign in with. Nothing here asks a register, so that neither the answer nor the
/// time it takes tells whether the person exists or has a telephone; the worker finds that out.
pub async fn request_sign_in_code(app: &App, iin: Iin, slot: Slot) -> Result<Reply, ApiError> {
    let now = app.now();
    let issued = codes::issue(app, Purpose::SignIn(iin), now).await?;
    let text = server::text(slot.lang, Word::SmsSignInCode);
    let sms = Effect::Send(Outgoing {
        id: draw::outgoing_id(&*app.outside.randomness)?,
        kind: OutgoingKind::Sms {
            to: Recipient::Holder(OwnerId::Person(iin)),
            text: fill(text, &[("code", &issued.digits)]),
        },
        useless_at: Some(issued.sent.expires_at),
    });
    let kept = slot.keep(200, &issued.sent)?;
    let change = Change::new(now, vec![issued.effect, sms])
        .audited(Actor::Person(iin), "request_sign_in_code", "")
        .answered(kept.clone());
    match app.commit(change).await {
        Ok(()) => Ok(kept.into()),
        // Somebody asked for a code for the same person a moment ago.
        Err(StoreError::Conflict) => {
            let error = ApiError::new(wire::ProblemCode::TooManyRequests);
            Err(error.retry_at(issued.sent.resend_at))
        }
        Err(error) => Err(error.into()),
    }
}
