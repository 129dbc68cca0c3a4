use std::{
    sync::Arc,
    task::{Context, Poll, Waker},
};

use crate::world::{Begun, Owner, Work, World};

/// All work that is under way, on one thread: which piece goes on next is for the seed to say.
#[derive(Default)]
pub(crate) struct Schedule {
    tasks: Vec<Task>,
    numbers: u64,
    /// How often work of the service went on: its awaits, counted.
    pub(crate) awaits: u64,
}

struct Task {
    number: u64,
    owner: Owner,
    name: &'static str,
    work: Work,
    due: u64,
}

/// What came of a step.
pub(crate) enum Step {
    /// This piece of work went on.
    WentOn(Owner),
    /// There is nothing to do, ever.
    Nothing,
}

impl Schedule {
    /// Takes up work that has begun, and lets a piece that is due go on; where none is, time passes
    /// until one is.
    pub(crate) fn step(&mut self, world: &Arc<World>) -> Step {
        self.take_up(world);
        let mut state = world.state();
        let due = |task: &Task, now: u64| task.due <= now;
        let mut ready = self
            .tasks
            .iter()
            .filter(|task| due(task, state.passed_ms))
            .count();
        if ready == 0 {
            let Some(next) = self.tasks.iter().map(|task| task.due).min() else {
                return Step::Nothing;
            };
            if next == u64::MAX {
                return Step::Nothing;
            }
            state.passed_ms = next;
            state.look_at_the_clock();
            ready = self.tasks.iter().filter(|task| due(task, next)).count();
        }
        let chosen = usize::try_from(state.chance.below(ready as u64)).unwrap_or(0);
        let now = state.passed_ms;
        let mut ready = self
            .tasks
            .iter_mut()
            .enumerate()
            .filter(|(_, task)| due(task, now));
        let Some((place, task)) = ready.nth(chosen) else {
            return Step::Nothing;
        };
        state.current = task.number;
        state.due = None;
        drop(state);
        let owner = task.owner;
        if owner != Owner::Outside {
            self.awaits += 1;
        }
        let polled = task
            .work
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()));
        match polled {
            Poll::Ready(()) => drop(self.tasks.swap_remove(place)),
            // Who asks for no time waits for somebody who will wake them.
            Poll::Pending => task.due = world.state().due.unwrap_or(u64::MAX),
        }
        Step::WentOn(owner)
    }

    fn take_up(&mut self, world: &Arc<World>) {
        world.carry();
        let mut state = world.state();
        let now = state.passed_ms;
        for number in std::mem::take(&mut state.woken) {
            if let Some(task) = self.tasks.iter_mut().find(|task| task.number == number) {
                task.due = now;
            }
        }
        for Begun { owner, name, work } in std::mem::take(&mut state.begun) {
            self.numbers += 1;
            let number = self.numbers;
            state.tell(|| format!("#{number} is {name}"));
            self.tasks.push(Task {
                number,
                owner,
                name,
                work,
                due: now,
            });
        }
    }

    /// Ends work as if it had never got further: nothing of it goes on.
    pub(crate) fn end(&mut self, ended: impl Fn(Owner) -> bool) {
        let (ended, kept) = std::mem::take(&mut self.tasks)
            .into_iter()
            .partition(|task| ended(task.owner));
        self.tasks = kept;
        drop::<Vec<Task>>(ended);
    }

    /// Ends the piece of work that went on last, if it still is.
    pub(crate) fn end_current(&mut self, world: &Arc<World>) {
        let current = world.state().current;
        if let Some(place) = self.tasks.iter().position(|task| task.number == current) {
            drop(self.tasks.swap_remove(place));
        }
    }

    /// Whether nobody does anything but the workers.
    pub(crate) fn is_quiet(&self, world: &World) -> bool {
        world.state().begun.is_empty()
            && self
                .tasks
                .iter()
                .all(|task| matches!(task.owner, Owner::Process(_)))
    }

    /// Who is still at work, for the trace.
    pub(crate) fn names(&self) -> Vec<&'static str> {
        self.tasks.iter().map(|task| task.name).collect()
    }
}
