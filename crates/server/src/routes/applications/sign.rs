use axum::extract::{Path, State};
use wire::SignRequest;

use super::number;
use crate::{
    app::App,
    error::ApiError,
    http::{Keep, Reply, SignedIn, Who, Write},
    usecases::sign_application,
};

/// `POST /api/v1/applications/{number}/signature`
pub(in crate::routes) async fn sign(
    State(app): State<App>,
    session: SignedIn,
    Path(text): Path<String>,
    write: Write<SignRequest>,
) -> Result<Reply, ApiError> {
    let number = number(&text)?;
    let request = write.body;
    app.once(
        &write.ticket,
        Who::Person(session.iin),
        Keep::ForGood,
        |slot| sign_application(&app, session.iin, number, request, slot),
    )
    .await
}
