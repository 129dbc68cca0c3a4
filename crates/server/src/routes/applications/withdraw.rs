use axum::extract::{Path, State};
use serde::de::IgnoredAny;

use super::number;
use crate::{
    app::App,
    error::ApiError,
    http::{Keep, Reply, SignedIn, Who, Write},
    usecases::withdraw_application,
};

/// `POST /api/v1/applications/{number}/withdrawal`
pub(in crate::routes) async fn withdraw(
    State(app): State<App>,
    session: SignedIn,
    Path(text): Path<String>,
    write: Write<IgnoredAny>,
) -> Result<Reply, ApiError> {
    let number = number(&text)?;
    app.once(
        &write.ticket,
        Who::Person(session.iin),
        Keep::ForGood,
        |slot| withdraw_application(&app, session.iin, number, slot),
    )
    .await
}
