use chrono::{DateTime, Duration, Utc};

use super::{
    Application, Transition,
    event::Event,
    state::{NotAllowed, State, Verb},
};

/// How many minutes lie between two messages to the same owner: a design choice, so that nobody's
/// telephone can be flooded through the form.
pub const REMINDER_PAUSE_MINUTES: i64 = 5;

/// Asks the owners who have not answered once more. The time they have does not grow.
///
/// # Errors
/// [`NotAllowed`] where nobody is being waited for, or a message went out a moment ago.
pub fn remind(mut application: Application, now: DateTime<Utc>) -> Result<Transition, NotAllowed> {
    let State::AwaitingConsent { until } = application.state else {
        return Err(NotAllowed::State {
            verb: Verb::Remind,
            state: application.state.name(),
        });
    };
    if now >= until {
        return Err(NotAllowed::TooLate { until });
    }
    let pause = Duration::minutes(REMINDER_PAUSE_MINUTES);
    let waiting = application
        .consents
        .iter()
        .filter(|consent| consent.is_waiting());
    if let Some(last) = waiting.map(|consent| consent.asked_at).max()
        && now < last + pause
    {
        return Err(NotAllowed::RemindedRecently { next: last + pause });
    }
    let mut events = Vec::new();
    for consent in application
        .consents
        .iter_mut()
        .filter(|consent| consent.is_waiting())
    {
        consent.asked_at = now;
        events.push(Event::ConsentAskedAgain {
            consent: consent.id,
        });
    }
    let state = application.state.clone();
    Ok(application.moved(state, now, events))
}
