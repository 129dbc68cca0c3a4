use axum::extract::State;
use wire::FileRequest;

use crate::{
    app::App,
    error::ApiError,
    http::{Keep, Reply, SignedIn, Who, Write},
    usecases::file_application,
};

/// `POST /api/v1/applications`
pub(in crate::routes) async fn file(
    State(app): State<App>,
    session: SignedIn,
    write: Write<FileRequest>,
) -> Result<Reply, ApiError> {
    let request = write.body;
    app.once(
        &write.ticket,
        Who::Person(session.iin),
        Keep::ForGood,
        |slot| file_application(&app, session.iin, request, slot),
    )
    .await
}
