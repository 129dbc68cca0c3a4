use std::sync::Arc;

use registration::identifiers::{Iin, OwnerId};

use super::{arrived, code};
use crate::{
    requests::Ask,
    world::{World, town},
};

const MINUTE_MS: u64 = 60_000;

/// Signs in, with a few attempts.
pub(super) async fn signs_in(world: Arc<World>, iin: Iin) {
    let Some(phone) = town().phones.get(&OwnerId::Person(iin)).copied() else {
        return;
    };
    for _ in 0..4 {
        world.pause_between(0, 3 * MINUTE_MS).await;
        let before = arrived(&world, phone);
        let _or_too_soon = world.insist(Ask::SignInCode(iin)).await;
        let Some(code) = code(&world, phone, before).await else {
            continue;
        };
        if world.insist(Ask::SignIn(iin, code)).await.is_ok() {
            return;
        }
    }
}
