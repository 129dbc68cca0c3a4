use chrono::{DateTime, Utc};

use super::{
    Application, Transition,
    event::Event,
    state::{NotAllowed, State, Verb},
};
use crate::document::Document;

/// The applicant signs the document that was shown, byte for byte. That the signature itself holds
/// (a code bound to this document, an EDS over it) is checked before, by whoever received it.
///
/// # Errors
/// [`NotAllowed`] where nothing is to be signed, or something else than what was shown.
pub fn sign(
    application: Application,
    signed: &Document,
    now: DateTime<Utc>,
) -> Result<Transition, NotAllowed> {
    let State::AwaitingSignature { document } = &application.state else {
        return Err(NotAllowed::State {
            verb: Verb::Sign,
            state: application.state.name(),
        });
    };
    if document != signed {
        return Err(NotAllowed::OtherDocument);
    }
    let state = State::Signed {
        at: now,
        document: document.clone(),
    };
    Ok(application.moved(state, now, [Event::Signed]))
}
