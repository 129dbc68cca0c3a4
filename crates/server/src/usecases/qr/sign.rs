use base64::{Engine, prelude::BASE64_STANDARD};
use wire::{MobileDocuments, ProblemCode};

use super::shown;
use crate::{
    app::App,
    error::ApiError,
    ports::store::{Actor, Change, Digest, Effect, QrStanding, StoreError},
    usecases::sign_with_eds::{Signature, accept_signature},
};

/// Takes the signature of a telephone. It counts only if it is the applicant's own over the document
/// that the code shows; one that is refused ends the code.
pub async fn sign_by_qr(app: &App, token: &str, signed: &MobileDocuments) -> Result<(), ApiError> {
    let now = app.now();
    let token = Digest::of(token.as_bytes());
    let shown = shown(app, token, now).await?;
    let applicant = shown.stored.application.applicant.iin;
    let accepted = match cms(signed) {
        Ok(cms) => {
            let signature = Signature {
                signer: applicant,
                number: shown.qr.number,
                document: shown.qr.document,
                cms: &cms,
            };
            let done = Effect::MoveQr {
                token,
                to: QrStanding::Signed,
            };
            accept_signature(app, signature, vec![done], |_| Ok(None)).await
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
            Ok(()) | Err(StoreError::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(error)
}

/// The one signature that is expected.
fn cms(signed: &MobileDocuments) -> Result<Vec<u8>, ApiError> {
    let malformed = || ApiError::new(ProblemCode::EdsMalformed);
    let [document] = &signed.documents_to_sign[..] else {
        return Err(malformed());
    };
    let text: String = document
        .document
        .file
        .data
        .split_ascii_whitespace()
        .collect();
    BASE64_STANDARD.decode(text).map_err(|_| malformed())
}
