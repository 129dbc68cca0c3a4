use eds::Purpose;
use registration::{
    application::{Channel, answer},
    consent_text,
    identifiers::OwnerId,
};
use wire::{EdsConsentRequest, ProblemCode};

use super::{
    advance::load,
    answer_consent::{record_answer, told},
    cms::decode,
    show_consent::consent_view,
    verify_signature::verify_signature,
};
use crate::{
    app::App,
    error::ApiError,
    http::{Reply, Slot},
    ports::store::{ConsentRef, Effect, Signed, StoredEvidence},
};

/// An owner answers with a digital signature over the text of the answer. It is in time if it
/// arrives in time, however long the authority takes to say what it knows of the certificate.
pub async fn answer_consent_with_eds(
    app: &App,
    consent: ConsentRef,
    request: EdsConsentRequest,
    slot: Slot,
) -> Result<Reply, ApiError> {
    let now = app.now();
    let agrees = request.agrees;
    let stored = load(app, consent.number).await?;
    let application = &stored.application;
    let (Some(asked), Some(term)) = (application.consent(consent.consent), stored.term) else {
        return Err(ApiError::new(ProblemCode::NotFound));
    };
    // An organisation's certificate would have to say who may act for it.
    let OwnerId::Person(owner) = asked.owner else {
        return Err(ApiError::new(ProblemCode::EdsOtherPerson));
    };
    // Whether it can still be answered is said before anybody is asked about the certificate.
    answer(
        application.clone(),
        consent.consent,
        agrees,
        Channel::Eds,
        "",
        now,
    )
    .map_err(|refused| told(refused, &stored))?;
    let text = consent_text(application, term.until, agrees);
    let content = text.text().to_owned();
    let cms = decode(&request.cms)?;
    let bytes = content.clone().into_bytes();
    let verified = verify_signature(app, cms, bytes, Some(owner), Purpose::Sign, now).await?;
    let evidence = StoredEvidence {
        signed: Signed::Consent(consent.consent),
        at: now,
        content,
        evidence: verified.evidence,
    };
    let keep = Effect::KeepEvidence {
        number: consent.number,
        evidence,
    };
    let view = |next: &_| slot.keep(200, &consent_view(app, next, consent, now)?);
    let next = record_answer(
        app,
        consent,
        agrees,
        Channel::Eds,
        now,
        |_| Ok(vec![keep.clone()]),
        |next| view(next).map(Some),
    )
    .await?;
    Ok(view(&next)?.into())
}
