use std::sync::Arc;

use registration::identifiers::Phone;
use server::ports::{ReceivedSms, SmsText, store::Digest};
use wire::ProblemCode;

use crate::{
    law::PUBLIC_URL,
    requests::{Answer, Ask},
    world::{Owner, World},
};

const MINUTE_MS: u64 = 60_000;

/// Somebody reads a message; where it asks for a consent, they may answer.
pub(crate) fn read(world: &Arc<World>, message: &SmsText) {
    let link = format!("{PUBLIC_URL}/c/");
    let Some((_, rest)) = message.text.split_once(&link) else {
        return;
    };
    let token = rest.split_whitespace().next().unwrap_or_default();
    let mut runs = message.text.split(|letter: char| !letter.is_ascii_digit());
    // The code stands after everything else.
    let code = runs.rfind(|run| run.len() == 4).unwrap_or_default();
    let (token, code) = (token.trim_end_matches('.').to_owned(), code.to_owned());
    if world.happens(150) {
        return;
    }
    let answer = answers(world.clone(), message.to, token, code);
    world.begin_person("an owner", answer);
}

/// Answers by either way, soon or late or at the last moment.
async fn answers(world: Arc<World>, phone: Phone, token: String, code: String) {
    let agrees = world.happens(850);
    let when = world.state().chance.below(10);
    match when {
        0..=3 => world.pause_between(1000, 5 * MINUTE_MS).await,
        4..=6 => world.pause_between(MINUTE_MS, 55 * MINUTE_MS).await,
        _ => until_the_last_moment(&world, &token).await,
    }
    if world.happens(500) {
        clicks(&world, phone, token, agrees).await;
    } else {
        let word = if agrees { "ДА" } else { "НЕТ" };
        let garbled = world.happens(50);
        let text = if garbled {
            "кто это?".to_owned()
        } else {
            format!("{word} {code}")
        };
        writes(&world, phone, text);
    }
}

/// Waits until a millisecond before, at, or after the end of the time that an application has.
async fn until_the_last_moment(world: &World, token: &str) {
    let wait = {
        let mut state = world.state();
        let token = Digest::of(token.as_bytes());
        let until = state.watch.until(token).unwrap_or_default();
        let off = state.chance.one_of(0, &[-1, 0, 1, -1000, 1000]);
        until.saturating_add(off).saturating_sub(state.now_ms())
    };
    let wait = u64::try_from(wait).unwrap_or(0);
    world.pause_for(wait.min(2 * 60 * MINUTE_MS)).await;
}

async fn clicks(world: &Arc<World>, phone: Phone, token: String, agrees: bool) {
    let hash = Digest::of(token.as_bytes());
    let result = world.insist(Ask::Answer(token, agrees)).await;
    let mut state = world.state();
    let latest = state.latest_ms;
    let held = match result {
        Ok(_) => state.watch.has_answered(hash),
        Err(ProblemCode::ConsentTooLate) => state.watch.too_late(hash, latest),
        Err(_) => Ok(()),
    };
    state.tell(|| format!("{phone} has clicked"));
    drop(state);
    world.hold(held);
}

/// Sends a message to 1414. Its network hands it over until the service has it, and sometimes
/// again.
fn writes(world: &Arc<World>, from: Phone, text: String) {
    let id = world.key();
    let copies = world.state().copies();
    for delay in copies {
        let sms = ReceivedSms {
            id: id.clone(),
            from,
            text: text.clone(),
        };
        let world = world.clone();
        let carried = world.clone();
        world.begin(Owner::Outside, "a message to 1414", async move {
            carried.pause_for(delay).await;
            hand_over(&carried, sms).await;
        });
    }
}

async fn hand_over(world: &Arc<World>, sms: ReceivedSms) {
    let id = sms.id.clone();
    let ask = Ask::Sms(sms);
    loop {
        if let Answer::Reply(_) = world.request("", &ask).await {
            let held = world.state().watch.taken_in(&id);
            world.hold(held);
            return;
        }
        world.pause_between(1000, MINUTE_MS).await;
    }
}
