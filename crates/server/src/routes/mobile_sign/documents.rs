use axum::extract::{Path, State};

use crate::{
    app::App,
    error::ApiError,
    http::{Reply, ok},
    usecases::qr_documents,
};

/// `GET /api/v1/mobile-sign/{token}/documents`
pub(in crate::routes) async fn documents(
    State(app): State<App>,
    Path(token): Path<String>,
) -> Result<Reply, ApiError> {
    ok(&qr_documents(&app, &token).await?)
}
