use std::sync::Arc;

use crate::{
    chance::Chance,
    faults::Faults,
    people, processes,
    schedule::{Schedule, Step},
    store::{Shelf, StoreKind},
    world::{Owner, World},
};

const MINUTE_MS: u64 = 60_000;
/// How long the service has to come to an end of everything once nothing goes wrong any more.
const CALM_MS: u64 = 4 * 24 * 60 * MINUTE_MS;
/// No seed takes this many steps, unless it runs in a circle.
const MOST_STEPS: u64 = 500_000;

/// How a seed is run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Plan {
    /// Which store.
    pub store: StoreKind,
    /// What goes wrong; by default the seed says.
    pub faults: Option<Faults>,
    /// How many processes share the store; by default the seed says, one or two.
    pub processes: Option<usize>,
    /// A process ends at exactly this await of the service, counted from one.
    pub crash_at: Option<u64>,
    /// Whether every event is noted.
    pub traced: bool,
}

/// What does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// In words.
    pub what: String,
    /// After how many milliseconds of the simulated time.
    pub at_ms: u64,
}

/// What came of a seed.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The seed.
    pub seed: u64,
    /// What does not hold, if anything.
    pub broken: Option<Broken>,
    /// How many applications were filed.
    pub applications: usize,
    /// How many changes were written.
    pub written: u64,
    /// How many processes ended in the middle of their work.
    pub crashes: u64,
    /// How many awaits the service came to.
    pub awaits: u64,
    /// A digest of all that happened: two runs of a seed have the same.
    pub sum: u64,
    /// What happened, if it was to be noted.
    pub trace: Vec<String>,
}

/// Runs a seed to its end, or to the first thing that does not hold.
#[must_use]
pub fn run(seed: u64, plan: &Plan) -> Outcome {
    let mut chance = Chance::of(seed);
    let drawn = Faults::drawn(&mut chance);
    let shared = chance.happens(300);
    let calm_at = chance.between(5, 120) * MINUTE_MS;
    let world = World::new(chance, plan.faults.unwrap_or(drawn), plan.traced);
    let mut running = Running {
        world: world.clone(),
        schedule: Schedule::default(),
        calm_at,
        crashes: 0,
        crash_at: plan.crash_at,
    };
    let count = plan.processes.unwrap_or(if shared { 2 } else { 1 });
    let result = Shelf::new(plan.store)
        .map(Arc::new)
        .and_then(|shelf| running.run(&shelf, count));
    running.schedule.end(|_| true);
    let mut state = world.state();
    let processes = std::mem::take(&mut state.processes);
    let begun = std::mem::take(&mut state.begun);
    let broken = state.watch.broken.clone().or(result.err());
    let outcome = Outcome {
        seed,
        broken: broken.map(|what| Broken {
            what,
            at_ms: state.passed_ms,
        }),
        applications: state.watch.applications.len(),
        written: state.written,
        crashes: running.crashes,
        awaits: running.schedule.awaits,
        sum: state.sum,
        trace: state.trace.take().unwrap_or_default(),
    };
    // A process knows the world and the world its processes: one of them has to let go.
    drop(state);
    drop((processes, begun));
    outcome
}

struct Running {
    world: Arc<World>,
    schedule: Schedule,
    calm_at: u64,
    crashes: u64,
    crash_at: Option<u64>,
}

impl Running {
    fn run(&mut self, shelf: &Arc<Shelf>, count: usize) -> Result<(), String> {
        for place in 0..count {
            processes::begin(&self.world, shelf, place)?;
        }
        people::begin(&self.world);
        for _ in 0..MOST_STEPS {
            let Step::WentOn(owner) = self.schedule.step(&self.world) else {
                return Err("nobody will ever go on".to_owned());
            };
            let mut state = self.world.state();
            if state.watch.broken.is_some() {
                return Ok(());
            }
            let passed = state.passed_ms;
            if passed >= self.calm_at && state.faults != Faults::NONE {
                state.faults = Faults::NONE;
                state.tell(|| "from here on nothing goes wrong".to_owned());
            }
            if passed > self.calm_at + CALM_MS {
                let unsettled = state.watch.unsettled();
                drop(state);
                let names = self.schedule.names().join(", ");
                return Err(format!("stuck: {unsettled}; at work: {names}"));
            }
            let settled = state.busy == 0 && state.watch.is_settled();
            drop(state);
            if settled && self.schedule.is_quiet(&self.world) {
                return self.look_back(shelf);
            }
            self.go_wrong(owner, shelf);
        }
        Err("it runs in a circle".to_owned())
    }

    /// Ends processes and requests and moves the clock, as the seed will have it.
    fn go_wrong(&mut self, owner: Owner, shelf: &Arc<Shelf>) {
        let mut state = self.world.state();
        let faults = state.faults;
        if faults != Faults::NONE {
            if state.chance.happens(faults.clock_forward) {
                let by = state
                    .chance
                    .one_of(1, &[1000, 60_000, 3_600_000, 7_200_000]);
                let by = i64::try_from(state.chance.between(1, by)).unwrap_or(0);
                state.jump(by);
            }
            if state.chance.happens(faults.clock_back) {
                let by = state.chance.one_of(1, &[1000, 60_000, 3_600_000]);
                let by = i64::try_from(state.chance.between(1, by)).unwrap_or(0);
                state.jump(-by);
            }
        }
        let (Owner::Process(place) | Owner::Request(place)) = owner else {
            return;
        };
        let dropped =
            matches!(owner, Owner::Request(_)) && state.chance.happens(faults.request_dropped);
        let crashed =
            state.chance.happens(faults.crash) || self.crash_at == Some(self.schedule.awaits);
        drop(state);
        if crashed {
            self.crash(place, shelf);
        } else if dropped {
            self.world.tell(|| "whoever asked goes away".to_owned());
            self.schedule.end_current(&self.world);
        }
    }

    /// A process ends where it stands, and begins anew a while later.
    fn crash(&mut self, place: usize, shelf: &Arc<Shelf>) {
        self.crashes += 1;
        self.world.tell(|| format!("process {place} ends"));
        let ended = self
            .world
            .state()
            .processes
            .get_mut(place)
            .and_then(Option::take);
        self.schedule
            .end(|owner| owner == Owner::Process(place) || owner == Owner::Request(place));
        drop(ended);
        let (world, shelf) = (self.world.clone(), shelf.clone());
        self.world.begin(Owner::Outside, "a restart", async move {
            world.pause_between(0, 30_000).await;
            let alone = world.state().processes.iter().all(Option::is_none);
            let opened = if alone { shelf.open_again() } else { Ok(()) };
            let begun = opened.and_then(|()| processes::begin(&world, &shelf, place));
            world.tell(|| format!("process {place} begins"));
            world.hold(begun);
        });
    }

    /// Everything that was acknowledged is in the store, and nothing else.
    fn look_back(&self, shelf: &Shelf) -> Result<(), String> {
        let store = shelf.store()?;
        let state = self.world.state();
        for (number, known) in &state.watch.applications {
            let found = shelf.finish(store.application(*number));
            let found = found.and_then(Result::ok).flatten();
            let same = found.is_some_and(|found| {
                found.application == known.application && found.version.0 == known.version
            });
            if !same {
                return Err(format!("{number} is not in the store as it was written"));
            }
        }
        drop(store);
        match shelf.check()? {
            Some(lines) if lines != state.watch.audited => Err(format!(
                "the audit log has {lines} lines and should have {}",
                state.watch.audited
            )),
            _ => Ok(()),
        }
    }
}
