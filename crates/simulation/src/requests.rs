use std::{
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
};

use registration::{application::ApplicationNumber, identifiers::Iin};
use server::{
    app::App,
    error::ApiError,
    http::{Keep, Reply, Ticket, Who, ok},
    ports::{Inbound, ReceivedSms, store::Digest},
    usecases,
};
use wire::{FileRequest, Problem, ProblemCode, SignRequest};
use words::Lang;

use crate::{
    watch::refused,
    world::{Owner, World},
};

/// What the service can be asked.
#[derive(Clone, Debug)]
pub(crate) enum Ask {
    SignInCode(Iin),
    SignIn(Iin, String),
    File(Iin, FileRequest),
    Show(Iin, ApplicationNumber),
    Remind(Iin, ApplicationNumber),
    Withdraw(Iin, ApplicationNumber),
    SigningCode(Iin, ApplicationNumber),
    Sign(Iin, ApplicationNumber, SignRequest),
    Answer(String, bool),
    Sms(ReceivedSms),
}

/// What came back.
#[derive(Debug)]
pub(crate) enum Answer {
    Reply(Reply),
    Refused(ProblemCode),
    /// Nothing: the process has ended, or the answer was lost, or whoever asked went away.
    Lost,
}

/// How long answers are kept that have no legal force, in minutes.
const KEPT_MINUTES: i64 = 5;

impl Ask {
    fn target(&self) -> String {
        match self {
            Self::SignInCode(_) => "sign-in/code".to_owned(),
            Self::SignIn(..) => "sign-in".to_owned(),
            Self::File(..) => "applications".to_owned(),
            Self::Show(_, number) => format!("{number}"),
            Self::Remind(_, number) => format!("{number}/reminder"),
            Self::Withdraw(_, number) => format!("{number}/withdrawal"),
            Self::SigningCode(_, number) => format!("{number}/signing-code"),
            Self::Sign(_, number, _) => format!("{number}/signature"),
            Self::Answer(token, _) => format!("consents/{token}"),
            Self::Sms(_) => "sms".to_owned(),
        }
    }

    /// Who asks for something that is done once, where they have shown that they may: each of their
    /// requests has one answer, whichever it is. Of a stranger's, only what had an effect is kept.
    fn known(&self) -> Option<Who> {
        match self {
            Self::File(iin, _)
            | Self::Remind(iin, _)
            | Self::Withdraw(iin, _)
            | Self::SigningCode(iin, _)
            | Self::Sign(iin, ..) => Some(Who::Person(*iin)),
            Self::Answer(token, _) => Some(Who::Consent(Digest::of(token.as_bytes()))),
            Self::SignInCode(_) | Self::SignIn(..) | Self::Show(..) | Self::Sms(_) => None,
        }
    }

    /// Does what the routes do, without HTTP.
    async fn put_to(self, app: &App, ticket: &Ticket) -> Result<Reply, ApiError> {
        let minutes = Keep::Minutes(KEPT_MINUTES);
        let for_good = Keep::ForGood;
        match self {
            Self::SignInCode(iin) => {
                app.once(ticket, Who::Stranger(iin), minutes, |slot| {
                    usecases::request_sign_in_code(app, iin, slot)
                })
                .await
            }
            Self::SignIn(iin, code) => {
                app.once(ticket, Who::Stranger(iin), minutes, |slot| {
                    usecases::sign_in(app, iin, &code, None, slot)
                })
                .await
            }
            Self::File(iin, request) => {
                app.once(ticket, Who::Person(iin), for_good, |slot| {
                    usecases::file_application(app, iin, request, slot)
                })
                .await
            }
            Self::Show(iin, number) => {
                let shown = usecases::show_application(app, iin, number).await;
                shown.and_then(|view| ok(&view))
            }
            Self::Remind(iin, number) => {
                app.once(ticket, Who::Person(iin), minutes, |slot| {
                    usecases::remind_owners(app, iin, number, slot)
                })
                .await
            }
            Self::Withdraw(iin, number) => {
                app.once(ticket, Who::Person(iin), for_good, |slot| {
                    usecases::withdraw_application(app, iin, number, slot)
                })
                .await
            }
            Self::SigningCode(iin, number) => {
                app.once(ticket, Who::Person(iin), minutes, |slot| {
                    usecases::request_signing_code(app, iin, number, slot)
                })
                .await
            }
            Self::Sign(iin, number, request) => {
                app.once(ticket, Who::Person(iin), for_good, |slot| {
                    usecases::sign_application(app, iin, number, request, slot)
                })
                .await
            }
            Self::Answer(token, agrees) => {
                let (token, consent) = usecases::consent_of_token(app, &token).await?;
                app.once(ticket, Who::Consent(token), for_good, |slot| {
                    usecases::answer_consent(app, consent, agrees, slot)
                })
                .await
            }
            Self::Sms(sms) => {
                let taken = app.sms_received(sms).await;
                taken.map_err(|_| ApiError::new(ProblemCode::StoreDown))?;
                Ok(Reply {
                    status: 204,
                    body: String::new(),
                    cookie: None,
                })
            }
        }
    }
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
        let slot = Arc::new(Mutex::new(Slot::default()));
        if self.fails(|faults| faults.request_doubled)
            && let Some((place, app)) = self.any_process()
        {
            let work = serve(self.clone(), app, ask.clone(), ticket.clone());
            self.begin(Owner::Request(place), "a request, doubled", async move {
                work.await;
            });
        }
        let line = Line {
            world: self.clone(),
            slot: slot.clone(),
        };
        let work = serve(self.clone(), app, ask.clone(), ticket);
        self.begin(Owner::Request(place), "a request", async move {
            let answer = work.await;
            let lost = line.world.fails(|faults| faults.answer_lost);
            line.put(if lost { Answer::Lost } else { answer });
        });
        Waiting { world: self, slot }.await
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

/// Whether it says no to what was asked, and not only to asking it now.
fn is_no(code: ProblemCode) -> bool {
    !is_for_now(code) && code.status() != 429 && code != ProblemCode::SignInNeeded
}

async fn serve(world: Arc<World>, app: App, ask: Ask, ticket: Ticket) -> Answer {
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

/// A refusal as it is sent.
fn spoken(error: &ApiError, lang: Lang) -> Reply {
    Reply {
        status: error.code.status(),
        body: serde_json::to_string(&error.problem(lang)).unwrap_or_default(),
        cookie: None,
    }
}

#[derive(Default)]
struct Slot {
    answer: Option<Answer>,
    waiting: Option<u64>,
}

/// The way back to whoever asked. Where it is cut, they learn that nothing will come.
struct Line {
    world: Arc<World>,
    slot: Arc<Mutex<Slot>>,
}

impl Line {
    fn put(&self, answer: Answer) {
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

struct Waiting<'a> {
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
