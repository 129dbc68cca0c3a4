use std::time::Duration;

use axum::extract::{Path, Query, State, rejection::QueryRejection};
use serde::{Deserialize, de::IgnoredAny};
use wire::{ProblemCode, QrState};

use super::number;
use crate::{
    app::App,
    error::ApiError,
    http::{Caller, Keep, Reply, SignedIn, Who, Write, ok},
    usecases::{ask_by_qr, qr_progress},
};

/// `POST /api/v1/applications/{number}/qr`
pub(in crate::routes) async fn ask(
    State(app): State<App>,
    session: SignedIn,
    Path(text): Path<String>,
    write: Write<IgnoredAny>,
) -> Result<Reply, ApiError> {
    let number = number(&text)?;
    app.once(
        &write.ticket,
        Who::Person(session.iin),
        Keep::Minutes(5),
        |slot| ask_by_qr(&app, session.iin, number, slot),
    )
    .await
}

/// `?wait=10&after=waiting`
#[derive(Debug, Deserialize)]
pub(in crate::routes) struct Patience {
    /// For how many seconds the answer may be held back.
    #[serde(default)]
    wait: u8,
    /// What the caller knows already.
    after: Option<QrState>,
}

/// `GET /api/v1/applications/{number}/qr/{token}`
pub(in crate::routes) async fn progress(
    State(app): State<App>,
    session: SignedIn,
    Path((text, token)): Path<(String, String)>,
    patience: Result<Query<Patience>, QueryRejection>,
    caller: Caller,
) -> Result<Reply, ApiError> {
    let Query(Patience { wait, after }) =
        patience.map_err(|_| ApiError::new(ProblemCode::MalformedRequest))?;
    let (number, wait) = (number(&text)?, Duration::from_secs(wait.into()));
    let progress = qr_progress(&app, session.iin, number, &token, after, wait, caller.lang);
    ok(&progress.await?)
}
