use registration::{
    application::ApplicationNumber,
    identifiers::{Iin, OwnerId},
};
use wire::ProblemCode;
use words::{
    fill,
    server::{self, Word},
};

use super::{codes, document_to_sign::document_to_sign, signing_ways::expect_code_enough};
use crate::{
    app::App,
    draw,
    error::ApiError,
    http::{Reply, Slot},
    ports::store::{
        Actor, Change, Digest, Effect, Outgoing, OutgoingKind, Purpose, Recipient, StoreError,
    },
};

/// Sends the applicant a code that signs the document of an application as it stands, and nothing
/// else.
pub async fn request_signing_code(
    app: &App,
    applicant: Iin,
    number: ApplicationNumber,
    slot: Slot,
) -> Result<Reply, ApiError> {
    let now = app.now();
    let (stored, document) = document_to_sign(app, applicant, number).await?;
    expect_code_enough(app, &stored.application)?;
    let phone = app
        .outside
        .mobile_base
        .phone(OwnerId::Person(applicant))
        .await?;
    let phone = phone.ok_or_else(|| ApiError::new(ProblemCode::NoPhone))?;
    let purpose = Purpose::Signature {
        iin: applicant,
        document: Digest::of(document.text().as_bytes()),
    };
    let issued = codes::issue(app, purpose, now).await?;
    let text = fill(
        server::text(stored.application.lang, Word::SmsSigningCode),
        &[("code", &issued.digits), ("number", &number.to_string())],
    );
    let sms = Effect::Send(Outgoing {
        id: draw::outgoing_id(&*app.outside.randomness)?,
        kind: OutgoingKind::Sms {
            to: Recipient::Phone(phone),
            text,
        },
        useless_at: Some(issued.sent.expires_at),
    });
    let kept = slot.keep(200, &issued.sent)?;
    let change = Change::new(now, vec![issued.effect, sms])
        .audited(Actor::Person(applicant), "request_signing_code", number)
        .answered(kept.clone());
    match app.commit(change).await {
        Ok(()) => Ok(kept.into()),
        Err(StoreError::Conflict) => {
            Err(ApiError::new(ProblemCode::TooManyRequests).retry_at(issued.sent.resend_at))
        }
        Err(error) => Err(error.into()),
    }
}
