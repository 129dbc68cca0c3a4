use axum::extract::State;
use wire::EdsSignInRequest;

use crate::{
    app::App,
    error::ApiError,
    http::{Keep, Reply, SignedIn, Who, Write, session_cookie},
    ports::store::Digest,
    usecases::{session_token, sign_in_with_eds},
};

/// `POST /api/v1/sign-in/eds`
///
/// A repetition within the life of the challenge gets the same cookie, in case the first answer was
/// lost on the way.
pub(in crate::routes) async fn eds(
    State(app): State<App>,
    session: Result<SignedIn, ApiError>,
    write: Write<EdsSignInRequest>,
) -> Result<Reply, ApiError> {
    let request = write.body;
    let who = Who::Challenge(Digest::of(request.challenge_text.as_bytes()));
    let before = session.ok().map(|session| session.token);
    let reply = app
        .once(&write.ticket, who, Keep::Minutes(5), |slot| {
            sign_in_with_eds(&app, request, before, slot)
        })
        .await?;
    if reply.status != 200 {
        return Ok(reply);
    }
    let token = session_token(&app, write.ticket.place(who), write.ticket.request);
    Ok(reply.with_cookie(session_cookie(&app.settings, &token)))
}
