use super::{
    QuestionName,
    order::{self, Step},
};
use crate::{
    draft::{Draft, DraftStore, use_draft},
    law::{Judge, use_judge},
    platform::history::{History, use_history},
    prelude::*,
    session::{Session, use_session},
};

/// Takes the reader through the journey. Copy it into callbacks.
#[derive(Clone, Copy)]
pub struct Journey {
    draft: DraftStore,
    history: History,
    judge: Judge,
    session: Session,
}

/// To be called while a component is made.
pub fn use_journey() -> Journey {
    Journey {
        draft: use_draft(),
        history: use_history(),
        judge: use_judge(),
        session: use_session(),
    }
}

impl Journey {
    /// The step that follows from what is known at this moment.
    pub fn next(self) -> Step {
        let judgement = self.judge.now();
        untrack(|| {
            self.draft.with(|draft| {
                self.session
                    .with(|person| order::next(draft, Some(person), &judgement))
                    .unwrap_or_else(|| order::next(draft, None, &judgement))
            })
        })
    }

    /// Goes to the next step.
    pub fn go_on(self) {
        self.history.go(&self.next().path());
    }

    /// Goes to the next step in place of this one, as soon as this screen is drawn: for screens
    /// that have nothing to ask (any more).
    pub fn pass_by(self) {
        leptos::task::spawn_local(async move {
            self.history.replace(&self.next().path());
        });
    }

    /// Notes an answer. Another answer than "I do not know" takes that back.
    pub fn answer(self, name: QuestionName, change: impl FnOnce(&mut Draft)) {
        self.draft.change(|draft| {
            draft.unknown.retain(|unknown| *unknown != name);
            change(draft);
        });
    }

    /// Reads the draft as it is at this moment.
    pub fn draft<T>(self, read: impl FnOnce(&Draft) -> T) -> T {
        self.draft.now(read)
    }

    /// Who is signed in at this moment.
    pub fn person(self) -> Option<wire::Person> {
        untrack(|| self.session.person())
    }
}
