use axum::{Json, extract::State};

use crate::{
    adapters::sandbox::{NcaLayerSettings, Sandbox},
    error::ApiError,
    routes::sandbox::body::Body,
};

/// How NCALayer is set.
pub(in super::super) async fn read(State(sandbox): State<Sandbox>) -> Json<NcaLayerSettings> {
    Json(sandbox.ncalayer())
}

/// Sets it; what is left out is as in the beginning.
pub(in super::super) async fn set(
    State(sandbox): State<Sandbox>,
    Body(settings): Body<NcaLayerSettings>,
) -> Result<Json<NcaLayerSettings>, ApiError> {
    sandbox.set_ncalayer(settings);
    Ok(Json(settings))
}
