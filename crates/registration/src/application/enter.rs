use chrono::{DateTime, Months, Utc};

use super::{
    Application, Transition,
    event::Event,
    state::{NotAllowed, State, Verb},
};
use crate::answers::FiledService;

/// The register has entered the registration. Its first day is that of the signature, however long
/// the register did not answer: an entry that is repeated after midnight says the same as the first,
/// and nobody loses days to an outage. A temporary one ends on the same day of a later month; where
/// that month is shorter, on its last day.
///
/// # Errors
/// [`NotAllowed`] where the application is not signed or its term ends beyond the calendar.
pub fn enter(application: Application, now: DateTime<Utc>) -> Result<Transition, NotAllowed> {
    let State::Signed { at, document } = &application.state else {
        return Err(NotAllowed::State {
            verb: Verb::Enter,
            state: application.state.name(),
        });
    };
    let from = words::format::local_date(*at);
    let until = match application.filing.service {
        FiledService::Permanent { .. } => None,
        FiledService::Temporary { months } => {
            let months = u32::try_from(months).map_err(|_| NotAllowed::Term)?;
            Some(
                from.checked_add_months(Months::new(months))
                    .ok_or(NotAllowed::Term)?,
            )
        }
    };
    let state = State::Registered {
        at: now,
        document: document.clone(),
        from,
        until,
    };
    Ok(application.moved(state, now, [Event::Registered { from, until }]))
}
