use axum::extract::State;
use wire::{EdsSettings, ProblemCode};

use crate::{
    app::App,
    error::ApiError,
    http::{Reply, ok},
};

/// `GET /api/v1/eds`; there is nothing where no digital signatures are taken.
pub(in crate::routes) async fn settings(State(app): State<App>) -> Result<Reply, ApiError> {
    let signatures = app.signatures.as_ref();
    let signatures = signatures.ok_or_else(|| ApiError::new(ProblemCode::NotFound))?;
    ok(&EdsSettings {
        ncalayer: signatures.ncalayer.clone(),
    })
}
