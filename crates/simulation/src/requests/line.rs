use std::{
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
};

use super::Answer;
use crate::world::World;

/// What came back, and the task that waits for it.
#[derive(Default)]
struct Slot {
    answer: Option<Answer>,
    waiting: Option<u64>,
}

/// The way back to whoever asked. Where it is cut, they learn that nothing will come.
pub(super) struct Line {
    pub(super) world: Arc<World>,
    slot: Arc<Mutex<Slot>>,
}

impl Line {
    /// A line for one answer, and its end at which somebody waits.
    pub(super) fn lay(world: &Arc<World>) -> (Self, Waiting<'_>) {
        let slot = Arc::new(Mutex::new(Slot::default()));
        let line = Self {
            world: world.clone(),
            slot: slot.clone(),
        };
        (line, Waiting { world, slot })
    }

    pub(super) fn put(&self, answer: Answer) {
        let mut slot = self.slot.lock().unwrap_or_else(PoisonError::into_inner);
        if slot.answer.is_none() {
            slot.answer = Some(answer);
        }
        if let Some(waiting) = slot.waiting.take() {
            self.world.state().woken.push(waiting);
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.put(Answer::Lost);
    }
}

/// Whoever waits at the other end.
pub(super) struct Waiting<'a> {
    world: &'a World,
    slot: Arc<Mutex<Slot>>,
}

impl Future for Waiting<'_> {
    type Output = Answer;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Answer> {
        let mut slot = self.slot.lock().unwrap_or_else(PoisonError::into_inner);
        match slot.answer.take() {
            Some(answer) => Poll::Ready(answer),
            None => {
                slot.waiting = Some(self.world.state().current);
                Poll::Pending
            }
        }
    }
}
