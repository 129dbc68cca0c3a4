use axum::extract::State;
use serde::de::IgnoredAny;

use crate::{
    app::App,
    error::ApiError,
    http::{Keep, Reply, SignedIn, Who, Write, clear_cookie},
    ports::store::{Actor, Change, Effect},
};

/// `POST /api/v1/sign-out`; without a session there is nothing to end, and that is a success.
pub(in crate::routes) async fn close(
    State(app): State<App>,
    session: Result<SignedIn, ApiError>,
    write: Write<IgnoredAny>,
) -> Result<Reply, ApiError> {
    let cookie = clear_cookie(&app.settings);
    let Ok(SignedIn { iin, token, .. }) = session else {
        return Ok(Reply {
            status: 204,
            body: String::new(),
            cookie: Some(cookie),
        });
    };
    let reply = app
        .once(
            &write.ticket,
            Who::Person(iin),
            Keep::Minutes(5),
            async |slot| {
                let kept = slot.keep_empty(204);
                let change = Change::new(app.now(), vec![Effect::CloseSession { token }])
                    .audited(Actor::Person(iin), "sign_out", "")
                    .answered(kept.clone());
                app.commit(change).await?;
                Ok(kept.into())
            },
        )
        .await?;
    Ok(reply.with_cookie(cookie))
}
