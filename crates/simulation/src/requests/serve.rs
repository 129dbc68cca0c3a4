use std::sync::Arc;

use server::{
    app::App,
    error::ApiError,
    http::{Reply, Ticket},
};
use wire::{Problem, ProblemCode};
use words::Lang;

use super::{Answer, Ask, is_for_now};
use crate::{watch::refused, world::World};

/// A request at a process, held against what those with the same key were answered.
pub(super) async fn serve(world: Arc<World>, app: App, ask: Ask, ticket: Ticket) -> Answer {
    world.pause().await;
    world.tell(|| format!("{} asks {ask:?}", ticket.key));
    let key = ask.known().map(|who| ticket.place(who));
    let (said, refused_with) = match ask.put_to(&app, &ticket).await {
        Ok(reply) => {
            world.tell(|| format!("{} is answered {}", ticket.key, reply.status));
            let problem =
                (reply.status >= 400).then(|| serde_json::from_str::<Problem>(&reply.body));
            match problem.transpose() {
                Ok(problem) => (reply, problem.map(|problem| problem.code)),
                Err(error) => {
                    world.hold(Err(format!("an answer is no problem: {error}")));
                    return Answer::Lost;
                }
            }
        }
        Err(error) => {
            world.tell(|| format!("{} is refused: {}", ticket.key, refused(&error)));
            (spoken(&error, ticket.lang), Some(error.code))
        }
    };
    if let Some(key) = key
        && refused_with.is_none_or(is_no)
    {
        let held = world.state().watch.answers.said(key, &said);
        world.hold(held);
    }
    world.pause().await;
    match refused_with {
        None => Answer::Reply(said),
        Some(code) => Answer::Refused(code),
    }
}

/// Whether it says no to what was asked, and not only to asking it now.
fn is_no(code: ProblemCode) -> bool {
    !is_for_now(code) && code.status() != 429 && code != ProblemCode::SignInNeeded
}

/// A refusal as it is sent.
fn spoken(error: &ApiError, lang: Lang) -> Reply {
    Reply {
        status: error.code.status(),
        body: serde_json::to_string(&error.problem(lang)).unwrap_or_default(),
        cookie: None,
    }
}
