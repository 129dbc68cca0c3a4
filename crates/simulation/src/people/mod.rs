//! What people do, whatever the service does.

mod citizen;
mod owner;
mod visitor;

use std::sync::Arc;

use registration::identifiers::Phone;

pub(crate) use owner::read;

use crate::world::{World, town};

/// Begins what people of the town do during a seed.
pub(crate) fn begin(world: &Arc<World>) {
    let mut state = world.state();
    let people = state.chance.one_of(1, &[1, 1, 2, 2, 3]);
    let twice = state.chance.happens(250);
    let visits = state.chance.happens(300);
    drop(state);
    let mut last = None;
    for _ in 0..people {
        let drawn = world.state().chance.below(town().journeys.len() as u64);
        let journey = usize::try_from(drawn).ok();
        last = journey.and_then(|at| town().journeys.get(at));
        if let Some(journey) = last {
            world.begin_person("a citizen", citizen::files(world.clone(), journey));
        }
    }
    if let Some(journey) = last.filter(|_| twice) {
        let again = citizen::files(world.clone(), journey);
        world.begin_person("a citizen in another window", again);
    }
    if let Some(journey) = last.filter(|_| visits) {
        world.begin_person(
            "a visitor",
            visitor::signs_in(world.clone(), journey.applicant),
        );
    }
}

/// How many messages have arrived on a telephone.
fn arrived(world: &World, phone: Phone) -> usize {
    let state = world.state();
    state.inbox.get(&phone).map_or(0, Vec::len)
}

/// Waits for a message with a code, for as long as people wait.
async fn code(world: &World, phone: Phone, after: usize) -> Option<String> {
    for _ in 0..8 {
        let newest = {
            let state = world.state();
            let inbox = state.inbox.get(&phone).map(Vec::as_slice);
            let new = inbox.unwrap_or_default().iter().skip(after);
            new.rev().find_map(|message| digits(&message.text))
        };
        if newest.is_some() {
            return newest;
        }
        world.pause_between(1000, 20_000).await;
    }
    None
}

/// The six digits in a text.
fn digits(text: &str) -> Option<String> {
    let mut runs = text.split(|letter: char| !letter.is_ascii_digit());
    runs.find(|run| run.len() == 6).map(str::to_owned)
}
