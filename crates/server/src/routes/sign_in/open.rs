use axum::extract::State;
use wire::SignInRequest;

use crate::{
    app::App,
    error::ApiError,
    http::{Keep, Reply, SignedIn, Who, Write, session_cookie},
    usecases::{session_token, sign_in},
};

/// `POST /api/v1/sign-in`
///
/// A repetition within the life of the code gets the same cookie, in case the first answer was
/// lost on the way.
pub(in crate::routes) async fn open(
    State(app): State<App>,
    session: Result<SignedIn, ApiError>,
    write: Write<SignInRequest>,
) -> Result<Reply, ApiError> {
    let SignInRequest { iin, code } = write.body;
    let who = Who::Stranger(iin);
    let before = session.ok().map(|session| session.token);
    let reply = app
        .once(&write.ticket, who, Keep::Minutes(5), |slot| {
            sign_in(&app, iin, &code, before, slot)
        })
        .await?;
    if reply.status != 200 {
        return Ok(reply);
    }
    let token = session_token(&app, write.ticket.place(who), write.ticket.request);
    Ok(reply.with_cookie(session_cookie(&app.settings, &token)))
}
