use registration::{
    application::{ApplicationNumber, sign},
    identifiers::Iin,
};
use wire::{ProblemCode, SignRequest};

use super::{
    advance::{ATTEMPTS, Step, advance_once},
    codes,
    document_to_sign::document_to_sign,
    signing_ways::expect_code_enough,
    view::application_view,
};
use crate::{
    app::App,
    error::ApiError,
    http::{Reply, Slot},
    ports::store::{Actor, Change, Digest, Purpose, StoreError, Tried},
};

/// Signs an application with the code that came by SMS for this very document.
pub async fn sign_application(
    app: &App,
    applicant: Iin,
    number: ApplicationNumber,
    request: SignRequest,
    slot: Slot,
) -> Result<Reply, ApiError> {
    let now = app.now();
    for _ in 0..ATTEMPTS {
        let (stored, document) = document_to_sign(app, applicant, number).await?;
        let transition = sign(stored.application.clone(), &document, now)?;
        expect_code_enough(app, &stored.application)?;
        let digest = Digest::of(document.text().as_bytes());
        if !digest
            .hex()
            .eq_ignore_ascii_case(request.document_sha256.trim())
        {
            return Err(ApiError::new(ProblemCode::OtherDocument));
        }
        let purpose = Purpose::Signature {
            iin: applicant,
            document: digest,
        };
        let (tried, effect) = codes::check(app, purpose, &request.code, now).await?;
        if tried == Tried::Wrong {
            let wrong = slot.keep_problem(&ApiError::new(ProblemCode::CodeWrong))?;
            let change = Change::new(now, vec![effect])
                .audited(Actor::Person(applicant), "wrong_code", number)
                .answered(wrong.clone());
            match app.commit(change).await {
                Ok(()) => return Ok(wrong.into()),
                Err(StoreError::Conflict) => continue,
                Err(error) => return Err(error.into()),
            }
        }
        let step = Step {
            transition,
            received: None,
            effects: vec![effect],
            actor: Actor::Person(applicant),
            action: "sign",
        };
        let keep = |next: &_| slot.keep(200, &application_view(app, next, now)?).map(Some);
        if let Some(next) = advance_once(app, &stored, step, now, keep).await? {
            return Ok(slot.keep(200, &application_view(app, &next, now)?)?.into());
        }
    }
    Err(ApiError::internal(StoreError::Conflict))
}
