use axum::extract::{Path, State};
use wire::EdsSignRequest;

use super::number;
use crate::{
    app::App,
    error::ApiError,
    http::{Keep, Reply, SignedIn, Who, Write},
    usecases::sign_application_with_eds,
};

/// `POST /api/v1/applications/{number}/eds-signature`
pub(in crate::routes) async fn eds_signature(
    State(app): State<App>,
    session: SignedIn,
    Path(text): Path<String>,
    write: Write<EdsSignRequest>,
) -> Result<Reply, ApiError> {
    let number = number(&text)?;
    let request = write.body;
    let who = Who::Person(session.iin);
    app.once(&write.ticket, who, Keep::ForGood, |slot| {
        sign_application_with_eds(&app, session.iin, number, request, slot)
    })
    .await
}
