use axum::extract::State;
use serde::de::IgnoredAny;

use crate::{
    app::App,
    error::ApiError,
    http::{Keep, Reply, SignedIn, Who, Write, clear_cookie},
    ports::store::{Actor, Change, Effect},
};

/// `POST /api/v1/sign-out/everywhere`: ends every session of whoever is signed in, on every device.
pub(in crate::routes) async fn close_all(
    State(app): State<App>,
    session: SignedIn,
    write: Write<IgnoredAny>,
) -> Result<Reply, ApiError> {
    let iin = session.iin;
    let who = Who::Person(iin);
    let reply = app
        .once(&write.ticket, who, Keep::Minutes(5), async |slot| {
            let kept = slot.keep_empty(204);
            let change = Change::new(app.now(), vec![Effect::CloseSessions { of: Some(iin) }])
                .audited(Actor::Person(iin), "sign_out_everywhere", "")
                .answered(kept.clone());
            app.commit(change).await?;
            Ok(kept.into())
        })
        .await?;
    Ok(reply.with_cookie(clear_cookie(&app.settings)))
}
