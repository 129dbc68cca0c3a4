use eds::Purpose;
use registration::{
    application::{ApplicationNumber, sign},
    identifiers::Iin,
};
use wire::ProblemCode;

use super::{
    advance::{ATTEMPTS, Step, advance_once},
    document_to_sign::document_to_sign,
    signing_ways::expect_digital_enough,
    verify_signature::verify_signature,
};
use crate::{
    app::App,
    error::ApiError,
    ports::store::{
        Actor, Digest, Effect, KeptReply, Signed, StoreError, StoredApplication, StoredEvidence,
    },
};

/// Signs an application with the applicant's digital signature over the document as it is kept
/// here, whichever way the signature came. The evidence is written in the transaction that signs,
/// with the effects of `also` and the reply that `reply` makes of the application as it is then.
///
/// `shown` is SHA-256 of the document as it was shown, in hexadecimal digits, where the caller
/// knows it: one who signs something else is told so before the signature is looked at.
///
/// # Errors
/// [`ApiError`]: the application is not this person's or cannot be signed now, the policy demands
/// more, or the signature does not stand. Nothing has changed then.
pub async fn accept_eds_signature(
    app: &App,
    applicant: Iin,
    number: ApplicationNumber,
    cms: &[u8],
    shown: Option<&str>,
    also: &[Effect],
    reply: impl Fn(&StoredApplication) -> Result<Option<KeptReply>, ApiError>,
) -> Result<StoredApplication, ApiError> {
    let now = app.now();
    for _ in 0..ATTEMPTS {
        let (stored, document) = document_to_sign(app, applicant, number).await?;
        let transition = sign(stored.application.clone(), &document, now)?;
        let content = document.text();
        let digest = Digest::of(content.as_bytes()).hex();
        if shown.is_some_and(|shown| !digest.eq_ignore_ascii_case(shown.trim())) {
            return Err(ApiError::new(ProblemCode::OtherDocument));
        }
        expect_digital_enough(app, &stored.application).await?;
        let verified = verify_signature(
            app,
            cms.to_vec(),
            content.as_bytes().to_vec(),
            Some(applicant),
            Purpose::Sign,
            now,
        )
        .await?;
        let evidence = StoredEvidence {
            signed: Signed::Document,
            at: now,
            content: content.to_owned(),
            evidence: verified.evidence,
        };
        let mut effects = vec![Effect::KeepEvidence { number, evidence }];
        effects.extend_from_slice(also);
        let step = Step {
            transition,
            received: None,
            effects,
            actor: Actor::Person(applicant),
            action: "sign_eds",
        };
        if let Some(next) = advance_once(app, &stored, step, now, &reply).await? {
            return Ok(next);
        }
    }
    Err(ApiError::internal(StoreError::Conflict))
}
