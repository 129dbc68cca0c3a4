use axum::extract::{Path, State};
use wire::ConsentRequest;

use crate::{
    app::App,
    error::ApiError,
    http::{Keep, Reply, Who, Write},
    usecases::{answer_consent, consent_of_token},
};

/// `POST /api/v1/consents/{token}`
pub(in crate::routes) async fn answer(
    State(app): State<App>,
    Path(token): Path<String>,
    write: Write<ConsentRequest>,
) -> Result<Reply, ApiError> {
    let agrees = write.body.agrees;
    let (token, consent) = consent_of_token(&app, &token).await?;
    app.once(&write.ticket, Who::Consent(token), Keep::ForGood, |slot| {
        answer_consent(&app, consent, agrees, slot)
    })
    .await
}
