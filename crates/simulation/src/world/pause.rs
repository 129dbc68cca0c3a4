use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use super::World;

/// A point at which everybody else may go on, and at which a process may end.
pub(crate) struct Pause<'a> {
    world: &'a World,
    due: u64,
    begun: bool,
}

impl Future for Pause<'_> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        let mut state = self.world.state();
        if self.begun && state.passed_ms >= self.due {
            return Poll::Ready(());
        }
        state.due = Some(self.due);
        drop(state);
        self.begun = true;
        Poll::Pending
    }
}

impl World {
    /// Lets so much time pass.
    pub(crate) fn pause_for(&self, millis: u64) -> Pause<'_> {
        let due = self.state().passed_ms.saturating_add(millis);
        Pause {
            world: self,
            due,
            begun: false,
        }
    }

    /// Lets so much time pass as a person or a program takes that is in no hurry.
    pub(crate) fn pause_between(&self, least_ms: u64, most_ms: u64) -> Pause<'_> {
        let millis = self.state().chance.between(least_ms, most_ms);
        self.pause_for(millis)
    }

    /// What a call to somewhere else takes: mostly no time that could be seen.
    pub(crate) fn pause(&self) -> Pause<'_> {
        let mut state = self.state();
        let drawn = state.chance.below(20);
        let millis = match drawn {
            0 => state.chance.below(2000),
            1..=4 => state.chance.below(20),
            _ => 0,
        };
        drop(state);
        self.pause_for(millis)
    }

    /// The same for the store, which may be slow.
    pub(crate) fn pause_for_store(&self) -> Pause<'_> {
        if self.fails(|faults| faults.store_slow) {
            return self.pause_between(1000, 30_000);
        }
        self.pause()
    }
}
