use chrono::{DateTime, Utc};

use super::{
    Application, Transition,
    consent::{Channel, ConsentId, ConsentState},
    event::Event,
    state::{NotAllowed, State, Verb},
};
use crate::document::document;

/// An owner answers the question for consent. An answer is in time as long as it arrives before
/// the instant at which the owners' time ends (R9). A no ends the application (R10), by the rule
/// given.
///
/// # Errors
/// [`NotAllowed`] where the application does not wait for this answer, or no longer.
pub fn answer(
    mut application: Application,
    consent: ConsentId,
    agrees: bool,
    by: Channel,
    rule: &str,
    now: DateTime<Utc>,
) -> Result<Transition, NotAllowed> {
    let State::AwaitingConsent { until } = application.state else {
        return Err(match application.consent(consent) {
            None => NotAllowed::UnknownConsent,
            Some(known) if !known.is_waiting() => NotAllowed::AlreadyAnswered,
            Some(_) => NotAllowed::State {
                verb: Verb::Answer,
                state: application.state.name(),
            },
        });
    };
    let Some(asked) = application
        .consents
        .iter_mut()
        .find(|known| known.id == consent)
    else {
        return Err(NotAllowed::UnknownConsent);
    };
    if !asked.is_waiting() {
        return Err(NotAllowed::AlreadyAnswered);
    }
    if now >= until {
        return Err(NotAllowed::TooLate { until });
    }
    if !agrees {
        asked.state = ConsentState::Declined { at: now, by };
        let state = State::Refused {
            at: now,
            rule: rule.to_owned(),
        };
        let events = [
            Event::ConsentDeclined { consent, by },
            Event::Refused {
                rule: rule.to_owned(),
            },
        ];
        return Ok(application.moved(state, now, events));
    }
    asked.state = ConsentState::Agreed { at: now, by };
    let given = Event::ConsentGiven { consent, by };
    if application
        .consents
        .iter()
        .any(super::consent::Consent::is_waiting)
    {
        let state = application.state.clone();
        return Ok(application.moved(state, now, [given]));
    }
    let document = document(&application);
    let state = State::AwaitingSignature { document };
    Ok(application.moved(state, now, [given, Event::ReadyToSign]))
}
