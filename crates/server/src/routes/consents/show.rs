use axum::extract::{Path, State};

use crate::{
    app::App,
    error::ApiError,
    http::{Reply, ok},
    usecases::{consent_of_token, show_consent},
};

/// `GET /api/v1/consents/{token}`
pub(in crate::routes) async fn show(
    State(app): State<App>,
    Path(token): Path<String>,
) -> Result<Reply, ApiError> {
    let (_, consent) = consent_of_token(&app, &token).await?;
    ok(&show_consent(&app, consent).await?)
}
