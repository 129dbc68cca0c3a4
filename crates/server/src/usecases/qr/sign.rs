use wire::{MobileDocuments, ProblemCode};

use super::shown;
use crate::{
    app::App,
    error::ApiError,
    ports::store::{Actor, Change, Digest, Effect, QrStanding, StoreError},
    usecases::{accept_eds_signature::accept_eds_signature, cms},
};

/// Takes the signature of a telephone. It counts only if it is the applicant's own over the document
/// that the code shows; one that is refused ends the code.
pub async fn sign_by_qr(app: &App, token: &str, signed: &MobileDocuments) -> Result<(), ApiError> {
    let now = app.now();
    let token = Digest::of(token.as_bytes());
    let shown = shown(app, token, now).await?;
    let applicant = shown.stored.application.applicant.iin;
    let accepted = match signature(signed) {
        Ok(cms) => {
            let done = Effect::MoveQr {
                token,
                to: QrStanding::Signed,
            };
            let (number, shown) = (shown.qr.number, shown.qr.document.hex());
            accept_eds_signature(app, applicant, number, &cms, Some(&shown), &[done], |_| {
                Ok(None)
            })
            .await
        }
        Err(error) => Err(error),
    };
    let Err(error) = accepted else {
        return Ok(());
    };
    // What may succeed the next time leaves the code alive.
    if error.code.status() < 500 {
        let refused = Effect::MoveQr {
            token,
            to: QrStanding::Refused(error.code),
        };
        let change = Change::new(now, vec![refused]).audited(
            Actor::Person(applicant),
            "qr_refused",
            shown.qr.number,
        );
        match app.commit(change).await {
            Ok(()) | Err(StoreError::QrEnded) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(error)
}

/// The one signature that is expected.
fn signature(signed: &MobileDocuments) -> Result<Vec<u8>, ApiError> {
    let [document] = &signed.documents_to_sign[..] else {
        return Err(ApiError::new(ProblemCode::EdsMalformed));
    };
    cms::decode(&document.document.file.data)
}
