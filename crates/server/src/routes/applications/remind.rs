use axum::extract::{Path, State};
use serde::de::IgnoredAny;

use super::number;
use crate::{
    app::App,
    error::ApiError,
    http::{Keep, Reply, SignedIn, Who, Write},
    usecases::remind_owners,
};

/// `POST /api/v1/applications/{number}/reminder`
pub(in crate::routes) async fn remind(
    State(app): State<App>,
    session: SignedIn,
    Path(text): Path<String>,
    write: Write<IgnoredAny>,
) -> Result<Reply, ApiError> {
    let number = number(&text)?;
    app.once(
        &write.ticket,
        Who::Person(session.iin),
        Keep::Minutes(60),
        |slot| remind_owners(&app, session.iin, number, slot),
    )
    .await
}
