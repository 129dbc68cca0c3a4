use axum::extract::{Query, State, rejection::QueryRejection};
use registration::identifiers::Region;
use serde::Deserialize;
use wire::ProblemCode;

use crate::{
    app::App,
    error::{ApiError, Fault, FieldFault},
    http::{Reply, ok},
    usecases::search_addresses,
};

#[derive(Debug, Deserialize)]
pub(in crate::routes) struct Asked {
    #[serde(default)]
    q: String,
    region: Option<String>,
}

/// `GET /api/v1/addresses?q=…&region=…`
pub(in crate::routes) async fn search(
    State(app): State<App>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Reply, ApiError> {
    let Query(Asked { q, region }) =
        asked.map_err(|_| ApiError::new(ProblemCode::MalformedRequest))?;
    let region = region
        .filter(|region| !region.is_empty())
        .map(|region| Region::parse(&region))
        .transpose()
        .map_err(|error| {
            ApiError::fields(vec![FieldFault::new("region", Fault::Identifier(error))])
        })?;
    ok(&search_addresses(&app, &q, region).await?)
}
