use chrono::{DateTime, Utc};

use super::{
    Application, Transition,
    event::Event,
    state::{NotAllowed, State, StateName, Verb},
};

/// The applicant takes the application back, as long as it is not signed.
///
/// # Errors
/// [`NotAllowed`] where it is signed already or has ended.
pub fn withdraw(application: Application, now: DateTime<Utc>) -> Result<Transition, NotAllowed> {
    match application.state.name() {
        StateName::AwaitingConsent | StateName::AwaitingSignature => {
            Ok(application.moved(State::Withdrawn { at: now }, now, [Event::Withdrawn]))
        }
        state => Err(NotAllowed::State {
            verb: Verb::Withdraw,
            state,
        }),
    }
}
