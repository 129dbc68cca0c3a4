//! Who has won a race.

use registration::application::{ConsentId, ConsentState, Event, Happened, StateName};
use server::ports::store::StoredApplication;

/// How a race can end.
pub const OUTCOMES: [&str; 5] = [
    "agreed",
    "one has agreed",
    "declined",
    "expired",
    "withdrawn",
];

/// Which outcome there is, or that there are several or none, or one at the wrong time, or one of
/// which nobody was told. `told` is how many contenders were told that they have it.
pub fn winner(stored: &StoredApplication, told: usize) -> Result<&'static str, String> {
    let count = |wanted: fn(&Event) -> bool| {
        let events = stored.events.iter();
        events.filter(|happened| wanted(&happened.event)).count()
    };
    let ends = [
        count(|event| matches!(event, Event::Refused { .. })),
        count(|event| matches!(event, Event::Cancelled { .. })),
        count(|event| matches!(event, Event::Withdrawn)),
    ];
    let agreed = count(|event| matches!(event, Event::ReadyToSign));
    let done = count(|event| {
        matches!(
            event,
            Event::ConsentGiven { .. } | Event::ConsentDeclined { .. } | Event::Withdrawn
        )
    });
    let consents = &stored.application.consents;
    let each_once = consents
        .iter()
        .all(|consent| count_answers(&stored.events, consent.id) <= 1);
    let each_stands = consents.iter().all(|consent| {
        let waiting = matches!(consent.state, ConsentState::Waiting);
        waiting == (count_answers(&stored.events, consent.id) == 0)
    });
    let until = stored.term.map(|term| term.until);
    let in_time = stored.events.iter().all(|happened| match happened.event {
        Event::ConsentGiven { .. } | Event::ConsentDeclined { .. } => Some(happened.at) < until,
        Event::Cancelled { .. } => Some(happened.at) >= until,
        _ => true,
    });
    match (stored.application.state.name(), ends, agreed) {
        _ if !each_once => Err("an owner has answered twice".to_owned()),
        _ if !each_stands => Err(format!("an answer is gone: {:?}", stored.events)),
        _ if !in_time => Err(format!("not by {until:?}: {:?}", stored.events)),
        _ if told != done => Err(format!("{told} were told of it, not {done}")),
        (StateName::Refused, [1, 0, 0], 0) => Ok("declined"),
        (StateName::Cancelled, [0, 1, 0], 0) => Ok("expired"),
        (StateName::Withdrawn, [0, 0, 1], 0 | 1) => Ok("withdrawn"),
        (StateName::AwaitingSignature, [0, 0, 0], 1) => Ok("agreed"),
        (StateName::AwaitingConsent, [0, 0, 0], 0) if done > 0 => Ok("one has agreed"),
        (state, ends, agreed) => Err(format!("{state:?} after {ends:?}, {agreed}")),
    }
}

fn count_answers(events: &[Happened], id: ConsentId) -> usize {
    let answers = events.iter().filter(|happened| match &happened.event {
        Event::ConsentGiven { consent, .. } | Event::ConsentDeclined { consent, .. } => {
            *consent == id
        }
        _ => false,
    });
    answers.count()
}
