//! Requests: what is asked, the process that serves it, and the way back, each of which may fail.

mod ask;
mod line;
mod serve;

use std::sync::Arc;

use server::{
    app::App,
    http::{Reply, Ticket},
    ports::store::Digest,
};
use wire::ProblemCode;
use words::Lang;

pub(crate) use self::ask::Ask;
use self::{line::Line, serve::serve};
use crate::world::{Owner, World};

/// What came back.
#[derive(Debug)]
pub(crate) enum Answer {
    Reply(Reply),
    Refused(ProblemCode),
    /// Nothing: the process has ended, or the answer was lost, or whoever asked went away.
    Lost,
}

impl World {
    fn any_process(&self) -> Option<(usize, App)> {
        let mut state = self.state();
        let all = state.processes.len() as u64;
        let drawn = usize::try_from(state.chance.below(all)).unwrap_or(0);
        let process = state.processes.get(drawn).cloned().flatten();
        process.map(|app| (drawn, app))
    }

    /// Asks one of the processes.
    pub(crate) async fn request(self: &Arc<Self>, key: &str, ask: &Ask) -> Answer {
        let Some((place, app)) = self.any_process() else {
            self.pause_between(100, 2000).await;
            return Answer::Lost;
        };
        let ticket = Ticket {
            key: key.to_owned(),
            target: ask.target(),
            request: Digest::of(format!("{ask:?}").as_bytes()),
            lang: Lang::Ru,
        };
        if self.fails(|faults| faults.request_doubled)
            && let Some((place, app)) = self.any_process()
        {
            let work = serve(self.clone(), app, ask.clone(), ticket.clone());
            self.begin(Owner::Request(place), "a request, doubled", async move {
                work.await;
            });
        }
        let (line, waiting) = Line::lay(self);
        let work = serve(self.clone(), app, ask.clone(), ticket);
        self.begin(Owner::Request(place), "a request", async move {
            let answer = work.await;
            let lost = line.world.fails(|faults| faults.answer_lost);
            line.put(if lost { Answer::Lost } else { answer });
        });
        waiting.await
    }

    /// Asks with the same key until there is an answer, as the page does.
    pub(crate) async fn insist(self: &Arc<Self>, ask: Ask) -> Result<Reply, ProblemCode> {
        let key = self.key();
        let mut wait = 500;
        loop {
            match self.request(&key, &ask).await {
                Answer::Reply(reply) => return Ok(reply),
                Answer::Refused(code) if !is_for_now(code) => return Err(code),
                Answer::Refused(_) | Answer::Lost => {}
            }
            self.pause_between(wait / 2, wait).await;
            wait = (wait * 2).min(60_000);
        }
    }
}

/// Whether it may succeed if it is asked again.
fn is_for_now(code: ProblemCode) -> bool {
    matches!(
        code,
        ProblemCode::StoreDown
            | ProblemCode::RegisterDown
            | ProblemCode::Internal
            | ProblemCode::IdempotencyKeyInFlight
    )
}
