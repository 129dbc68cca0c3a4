use axum::extract::{Path, State};
use serde::de::IgnoredAny;

use super::number;
use crate::{
    app::App,
    error::ApiError,
    http::{Keep, Reply, SignedIn, Who, Write},
    usecases::request_signing_code,
};

/// `POST /api/v1/applications/{number}/signing-code`
pub(in crate::routes) async fn signing_code(
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
        |slot| request_signing_code(&app, session.iin, number, slot),
    )
    .await
}
