use axum::extract::{Query, State, rejection::QueryRejection};
use chrono::{DateTime, Utc};
use registration::application::ApplicationNumber;
use serde::Deserialize;
use wire::ProblemCode;

use crate::{
    app::App,
    error::ApiError,
    http::{Reply, SignedIn, ok},
    usecases::show_audit,
};

/// Which lines.
#[derive(Debug, Deserialize)]
pub(super) struct Which {
    about: Option<String>,
    before: Option<DateTime<Utc>>,
}

/// `GET /api/v1/staff/audit?about={number}&before={instant}`
pub(super) async fn list(
    State(app): State<App>,
    session: SignedIn,
    which: Result<Query<Which>, QueryRejection>,
) -> Result<Reply, ApiError> {
    let malformed = || ApiError::new(ProblemCode::MalformedRequest);
    let Query(Which { about, before }) = which.map_err(|_| malformed())?;
    let about = about
        .map(|text| ApplicationNumber::parse(&text))
        .transpose()
        .map_err(|_| malformed())?;
    ok(&show_audit(&app, session.iin, about, before).await?)
}
