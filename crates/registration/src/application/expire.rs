use chrono::{DateTime, Utc};

use super::{
    Application, Transition,
    event::Event,
    state::{NotAllowed, State, Verb},
};

/// Ends the wait for owners who did not answer in time (R9), by the rule given.
///
/// # Errors
/// [`NotAllowed`] where the application does not wait for consent, or still may.
pub fn expire(
    application: Application,
    rule: &str,
    now: DateTime<Utc>,
) -> Result<Transition, NotAllowed> {
    let State::AwaitingConsent { until } = application.state else {
        return Err(NotAllowed::State {
            verb: Verb::Expire,
            state: application.state.name(),
        });
    };
    if now < until {
        return Err(NotAllowed::TooEarly { until });
    }
    let state = State::Cancelled {
        at: now,
        rule: rule.to_owned(),
    };
    Ok(application.moved(
        state,
        now,
        [Event::Cancelled {
            rule: rule.to_owned(),
        }],
    ))
}
