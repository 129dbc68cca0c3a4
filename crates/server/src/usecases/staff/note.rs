use registration::identifiers::Iin;

use crate::{
    app::App,
    error::ApiError,
    ports::store::{Actor, Change},
};

/// Writes into the audit log that somebody looks at it.
///
/// # Errors
/// [`ApiError`] where it cannot be written; nobody is shown anything then.
pub(super) async fn note(app: &App, iin: Iin, action: &'static str) -> Result<(), ApiError> {
    let change = Change::new(app.now(), Vec::new()).audited(Actor::Person(iin), action, "");
    Ok(app.store.commit(change).await?)
}
