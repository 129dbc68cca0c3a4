//! Everything outside the service, and the time in which it runs.

mod clock;
mod pause;
mod registers;
mod telephones;
mod town;

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::{collections::BTreeMap, future::Future, pin::Pin, sync::Arc};

use registration::identifiers::Phone;
use server::{
    app::App,
    ports::{Outside, SmsText},
};

use crate::{chance::Chance, faults::Faults, watch::Watch};

pub(crate) use town::{Journey, Town, town};

/// A piece of work on the one thread.
pub(crate) type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Whose work it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// People, telephones and networks: nothing of the service ends them.
    Outside,
    /// A process of the service; its work ends with it.
    Process(usize),
    /// A request that a process is working on; whoever asked may go away.
    Request(usize),
}

/// Work that begins.
pub(crate) struct Begun {
    pub(crate) owner: Owner,
    pub(crate) name: &'static str,
    pub(crate) work: Work,
}

/// All that changes while a seed runs.
pub(crate) struct State {
    pub(crate) chance: Chance,
    /// Milliseconds that have really passed.
    pub(crate) passed_ms: u64,
    /// What the service's clock says at the start, in milliseconds since 1970.
    start_ms: i64,
    /// By how much the service's clock has jumped since.
    skew_ms: i64,
    /// The latest that the service's clock has ever said.
    pub(crate) latest_ms: i64,
    /// What goes wrong at this moment.
    pub(crate) faults: Faults,
    /// When the work that is being done wants to go on.
    pub(crate) due: Option<u64>,
    /// The number of the work that is being done.
    pub(crate) current: u64,
    pub(crate) begun: Vec<Begun>,
    pub(crate) woken: Vec<u64>,
    /// The processes that run.
    pub(crate) processes: Vec<Option<App>>,
    /// Messages that have arrived on telephones, the newest last.
    pub(crate) inbox: BTreeMap<Phone, Vec<SmsText>>,
    /// Messages that the gateway has taken, each with the milliseconds that it needs.
    pub(crate) on_their_way: Vec<(u64, SmsText)>,
    /// People who still have something to do.
    pub(crate) busy: u32,
    keys: u64,
    /// How many changes the store has written.
    pub(crate) written: u64,
    pub(crate) watch: Watch,
    pub(crate) trace: Option<Vec<String>>,
    /// A digest of all that happened, by which two runs are compared.
    pub(crate) sum: u64,
}

/// Everything outside the service.
pub(crate) struct World(Mutex<State>);

impl World {
    pub(crate) fn new(mut chance: Chance, faults: Faults, traced: bool) -> Arc<Self> {
        let start_ms = clock::start(&mut chance);
        Arc::new(Self(Mutex::new(State {
            chance,
            passed_ms: 0,
            start_ms,
            skew_ms: 0,
            latest_ms: start_ms,
            faults,
            due: None,
            current: 0,
            begun: Vec::new(),
            woken: Vec::new(),
            processes: Vec::new(),
            inbox: BTreeMap::new(),
            on_their_way: Vec::new(),
            busy: 0,
            keys: 0,
            written: 0,
            watch: Watch::default(),
            trace: traced.then(Vec::new),
            sum: 0,
        })))
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Everything outside, for a process.
    pub(crate) fn outside(self: &Arc<Self>) -> Outside {
        Outside {
            clock: self.clone(),
            randomness: self.clone(),
            population: self.clone(),
            addresses: self.clone(),
            real_estate: self.clone(),
            tenancies: self.clone(),
            mobile_base: self.clone(),
            residences: self.clone(),
            sms: self.clone(),
        }
    }

    /// Begins work.
    pub(crate) fn begin(
        &self,
        owner: Owner,
        name: &'static str,
        work: impl Future<Output = ()> + Send + 'static,
    ) {
        self.state().begun.push(Begun {
            owner,
            name,
            work: Box::pin(work),
        });
    }

    /// Begins what a person does; the seed is not done before they are.
    pub(crate) fn begin_person(
        self: &Arc<Self>,
        name: &'static str,
        work: impl Future<Output = ()> + Send + 'static,
    ) {
        self.state().busy += 1;
        let world = self.clone();
        self.begin(Owner::Outside, name, async move {
            work.await;
            world.state().busy -= 1;
        });
    }

    /// An `Idempotency-Key` that nobody else has.
    pub(crate) fn key(&self) -> String {
        let mut state = self.state();
        state.keys += 1;
        format!("simulated-{}", state.keys)
    }

    /// True so many times in a thousand.
    pub(crate) fn happens(&self, per_mille: u32) -> bool {
        self.state().chance.happens(per_mille)
    }

    /// True as often as a fault is wanted.
    pub(crate) fn fails(&self, fault: impl FnOnce(&Faults) -> u32) -> bool {
        let mut state = self.state();
        let per_mille = fault(&state.faults);
        state.chance.happens(per_mille)
    }

    /// Notes what happened.
    pub(crate) fn tell(&self, what: impl FnOnce() -> String) {
        self.state().tell(what);
    }

    /// Notes that something is broken; the first one counts.
    pub(crate) fn hold(&self, held: Result<(), String>) {
        if let Err(what) = held {
            let mut state = self.state();
            state.tell(|| format!("BROKEN: {what}"));
            state.watch.broken.get_or_insert(what);
        }
    }
}

impl State {
    /// Notes what happened; the words are made only where somebody reads them.
    pub(crate) fn tell(&mut self, what: impl FnOnce() -> String) {
        let at = self.passed_ms;
        let now = self.now();
        let current = self.current;
        if let Some(trace) = &mut self.trace {
            let now = now.format("%d %H:%M:%S%.3f");
            trace.push(format!("{at:>9} ms  {now}  #{current:<3} {}", what()));
        }
    }

    /// Makes a run differ from another in which something else happened.
    pub(crate) fn count(&mut self, what: u64) {
        self.sum = Chance::of(self.sum ^ what.rotate_left(17) ^ self.passed_ms).bits();
    }
}
