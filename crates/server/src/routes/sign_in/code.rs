use axum::extract::State;
use wire::SignInCodeRequest;

use crate::{
    app::App,
    error::ApiError,
    http::{Keep, Reply, Who, Write},
    usecases::request_sign_in_code,
};

/// `POST /api/v1/sign-in/code`
pub(in crate::routes) async fn code(
    State(app): State<App>,
    write: Write<SignInCodeRequest>,
) -> Result<Reply, ApiError> {
    let iin = write.body.iin;
    app.once(
        &write.ticket,
        Who::Stranger(iin),
        Keep::Minutes(5),
        |slot| request_sign_in_code(&app, iin, slot),
    )
    .await
}
