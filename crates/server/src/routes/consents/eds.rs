use axum::extract::{Path, State};
use wire::EdsConsentRequest;

use crate::{
    app::App,
    error::ApiError,
    http::{Keep, Reply, Who, Write},
    usecases::{answer_consent_with_eds, consent_of_token},
};

/// `POST /api/v1/consents/{token}/eds`
pub(in crate::routes) async fn eds(
    State(app): State<App>,
    Path(token): Path<String>,
    write: Write<EdsConsentRequest>,
) -> Result<Reply, ApiError> {
    let request = write.body;
    let (token, consent) = consent_of_token(&app, &token).await?;
    app.once(&write.ticket, Who::Consent(token), Keep::ForGood, |slot| {
        answer_consent_with_eds(&app, consent, request, slot)
    })
    .await
}
