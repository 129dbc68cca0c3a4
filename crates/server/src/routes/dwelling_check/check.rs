use axum::extract::State;
use wire::DwellingCheck;

use crate::{
    app::App,
    error::ApiError,
    http::{Keep, Reply, SignedIn, Who, Write},
    ports::store::Change,
    usecases::check_dwelling,
};

/// `POST /api/v1/dwelling-check`
pub(in crate::routes) async fn check(
    State(app): State<App>,
    session: SignedIn,
    write: Write<DwellingCheck>,
) -> Result<Reply, ApiError> {
    let question = write.body;
    app.once(
        &write.ticket,
        Who::Person(session.iin),
        Keep::Minutes(15),
        async |slot| {
            let checked = check_dwelling(&app, session.iin, question).await?;
            let kept = slot.keep(200, &checked)?;
            app.store
                .commit(Change::new(app.now(), Vec::new()).answered(kept.clone()))
                .await?;
            Ok(kept.into())
        },
    )
    .await
}
