use base64::{Engine, prelude::BASE64_STANDARD};
use wire::{
    MobileContent, MobileDocument, MobileDocuments, MobileFile, MobileMeta, MobileSignMethod,
};
use words::server::{self, Word};

use super::{describe::names, shown};
use crate::{
    app::App,
    error::ApiError,
    ports::store::{Change, Digest, Effect, QrStanding, StoreError},
};

/// The document that a telephone shows and signs. Whoever shows the code sees from now on that a
/// telephone has it.
pub async fn qr_documents(app: &App, token: &str) -> Result<MobileDocuments, ApiError> {
    let now = app.now();
    let token = Digest::of(token.as_bytes());
    let shown = shown(app, token, now).await?;
    if shown.qr.standing == QrStanding::Waiting {
        let opened = Effect::MoveQr {
            token,
            to: QrStanding::Opened,
        };
        match app.commit(Change::new(now, vec![opened])).await {
            // Another telephone was quicker and may have ended it: what was read may still be looked at.
            Ok(()) | Err(StoreError::QrEnded) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let application = &shown.stored.application;
    Ok(MobileDocuments {
        sign_method: MobileSignMethod::CmsSignOnly,
        documents_to_sign: vec![MobileDocument {
            id: 1,
            names: names(Word::MobileDocument),
            meta: vec![MobileMeta {
                name: server::text(application.lang, Word::DocumentNumber).to_owned(),
                value: application.number.to_string(),
            }],
            document: MobileContent {
                file: MobileFile {
                    mime: "text/plain".to_owned(),
                    data: BASE64_STANDARD.encode(shown.document.text()),
                },
            },
        }],
    })
}
