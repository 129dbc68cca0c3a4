use std::sync::Arc;

use registration::{
    application::{ApplicationNumber, StateName},
    identifiers::{Iin, OwnerId},
};
use wire::{ApplicationView, FileRequest, ProblemCode, SignRequest};
use words::Lang;

use super::{arrived, code};
use crate::{
    requests::Ask,
    world::{Journey, World, town},
};

const MINUTE_MS: u64 = 60_000;

/// Files, and stays with the application until it has come to an end.
pub(super) async fn files(world: Arc<World>, journey: &'static Journey) {
    world.pause_between(0, 3 * MINUTE_MS).await;
    let iin = journey.applicant;
    let lang = world.state().chance.one_of(Lang::Ru, &[Lang::Kk, Lang::En]);
    let request = FileRequest {
        answers: journey.answers.clone(),
        lang,
    };
    let Ok(reply) = world.insist(Ask::File(iin, request)).await else {
        return;
    };
    let Some(number) = view(&world, &reply.body).map(|view| view.number) else {
        return;
    };
    let there = world.state().watch.applications.contains_key(&number);
    world.hold(if there {
        Ok(())
    } else {
        Err(format!("{number} was acknowledged and is not in the store"))
    });
    stays(&world, iin, number).await;
}

/// Does what an application asks for until it has come to an end.
async fn stays(world: &Arc<World>, iin: Iin, number: ApplicationNumber) {
    let mut wait = MINUTE_MS;
    while world.state().watch.broken.is_none() && goes_on(world, iin, number, &mut wait).await {}
}

fn view(world: &World, body: &str) -> Option<ApplicationView> {
    let view = serde_json::from_str(body);
    if view.is_err() {
        world.hold(Err(format!("an answer is no application: {body}")));
    }
    view.ok()
}

/// Looks at the application and does what it asks for; false once it has ended.
async fn goes_on(world: &Arc<World>, iin: Iin, number: ApplicationNumber, wait: &mut u64) -> bool {
    let shown = match world.insist(Ask::Show(iin, number)).await {
        Ok(reply) => view(world, &reply.body),
        Err(refused) => {
            let what = refused.symbol();
            world.hold(Err(format!("{number} was acknowledged and is {what}")));
            None
        }
    };
    let Some(shown) = shown else {
        return false;
    };
    match shown.state {
        StateName::AwaitingConsent | StateName::AwaitingSignature if world.happens(40) => {
            let _or_somebody_was_quicker = world.insist(Ask::Withdraw(iin, number)).await;
        }
        StateName::AwaitingConsent => {
            if world.happens(100) {
                let _or_too_soon = world.insist(Ask::Remind(iin, number)).await;
            }
            world.pause_between(MINUTE_MS, 20 * MINUTE_MS).await;
        }
        StateName::AwaitingSignature => {
            if !signs(world, iin, &shown).await {
                world.pause_between(*wait / 2, *wait).await;
                *wait = (*wait * 2).min(60 * MINUTE_MS);
            }
        }
        StateName::Signed => world.pause_between(1000, 2 * MINUTE_MS).await,
        StateName::Registered
        | StateName::Refused
        | StateName::Cancelled
        | StateName::Withdrawn => return false,
    }
    true
}

/// Asks for a code and signs with it, if it comes.
async fn signs(world: &Arc<World>, iin: Iin, shown: &ApplicationView) -> bool {
    let number = shown.number;
    let (Some(phone), Some(document)) = (
        town().phones.get(&OwnerId::Person(iin)).copied(),
        shown.document_sha256.clone(),
    ) else {
        return false;
    };
    let before = arrived(world, phone);
    if let Err(ProblemCode::WrongState) = world.insist(Ask::SigningCode(iin, number)).await {
        return true;
    }
    let Some(mut code) = code(world, phone, before).await else {
        return false;
    };
    if world.happens(30) {
        "000000".clone_into(&mut code);
    }
    let request = SignRequest {
        code,
        document_sha256: document,
    };
    world.insist(Ask::Sign(iin, number, request)).await.is_ok()
}
