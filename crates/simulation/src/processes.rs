use std::sync::Arc;

use server::{app::App, worker};

use crate::{
    law,
    store::{Shelf, Unsteady},
    world::{Owner, World},
};

/// How long the worker rests at least and at most, in milliseconds.
const REST_MS: (u64, u64) = (500, 60_000);

/// Begins a process over what the store has.
pub(crate) fn begin(world: &Arc<World>, shelf: &Arc<Shelf>, place: usize) -> Result<(), String> {
    let store = Unsteady {
        shelf: shelf.clone(),
        world: world.clone(),
    };
    let app = law::first()?.another(world.outside(), Arc::new(store));
    let mut state = world.state();
    while state.processes.len() <= place {
        state.processes.push(None);
    }
    if let Some(process) = state.processes.get_mut(place) {
        *process = Some(app.clone());
    }
    drop(state);
    world.begin(Owner::Process(place), "worker", work(world.clone(), app));
    Ok(())
}

/// The rounds of the worker. It rests longer the less there is to do: a round that finds nothing
/// changes nothing, and a seed has days to get through.
async fn work(world: Arc<World>, app: App) {
    let mut tidied = None;
    let mut rest = REST_MS.0;
    loop {
        let written = world.state().written;
        let more = worker::round(&app, &mut tidied).await;
        rest = if more || world.state().written != written {
            REST_MS.0
        } else {
            (rest * 2).min(REST_MS.1)
        };
        world.pause_for(if more { 0 } else { rest }).await;
    }
}
