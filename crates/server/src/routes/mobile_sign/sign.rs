use axum::extract::{Path, State};
use wire::MobileDocuments;

use crate::{
    app::App,
    error::ApiError,
    http::{Ask, Caller, Reply, ok},
    usecases::sign_by_qr,
};

/// What the telephone understands as "not accepted".
const FORBIDDEN: u16 = 403;

/// `PUT /api/v1/mobile-sign/{token}/documents`. It needs no idempotency key, which the telephone does
/// not send: a code takes one signature.
pub(in crate::routes) async fn sign(
    State(app): State<App>,
    Path(token): Path<String>,
    caller: Caller,
    Ask(signed): Ask<MobileDocuments>,
) -> Result<Reply, ApiError> {
    match sign_by_qr(&app, &token, &signed).await {
        Ok(()) => ok(&signed),
        Err(error) if error.code.status() >= 500 => Err(error),
        Err(error) => {
            let mut problem = error.problem(caller.lang);
            problem.status = FORBIDDEN;
            let body = serde_json::to_string(&problem)?;
            Ok(Reply {
                status: FORBIDDEN,
                body,
                cookie: None,
            })
        }
    }
}
