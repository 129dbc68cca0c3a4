//! The application that a page shows, kept up to date as long as somebody looks at it.

use std::time::Duration;

use chrono::{DateTime, Utc};
use leptos::{
    ev,
    leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle},
    task::spawn_local,
};
use registration::application::{ApplicationNumber, StateName};
use wire::{ApplicationView, ProblemCode};

use crate::{
    api::{Api, ApiError, Reply, use_api},
    platform::clock::{Clock, use_clock},
    prelude::*,
};

/// How long to wait between two questions to the server while something may happen without us.
const PAUSE: Duration = Duration::from_secs(3);
/// How often the pause doubles at most while the server does not answer: 48 s.
const DOUBLINGS: u32 = 4;

/// The application of a page; a context.
#[derive(Clone, Copy)]
pub(super) struct Case {
    /// Its number.
    pub(super) number: ApplicationNumber,
    /// The server.
    pub(super) api: Api,
    clock: Clock,
    view: RwSignal<Option<ApplicationView>>,
    failure: RwSignal<Option<ApiError>>,
    known_at: RwSignal<DateTime<Utc>>,
    failures: StoredValue<u32>,
    /// Grows with every answer to something the reader did, so that an older answer to a question
    /// that is still on its way is not shown after it.
    turn: StoredValue<u32>,
    asking: StoredValue<bool>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

/// The case's context. To be called while a component is made.
pub(super) fn use_case() -> Case {
    expect_context::<Case>()
}

impl Case {
    /// Begins to follow an application. It is asked about while the page is visible, at once when
    /// the page becomes visible or finds a connection, and less often while nobody answers.
    pub(super) fn follow(number: ApplicationNumber) -> Self {
        let clock = use_clock();
        let case = Self {
            number,
            api: use_api(),
            clock,
            view: RwSignal::new(None),
            failure: RwSignal::new(None),
            known_at: RwSignal::new(clock.now()),
            failures: StoredValue::new(0),
            turn: StoredValue::new(0),
            asking: StoredValue::new(false),
            timer: StoredValue::new(None),
        };
        let seen = window_event_listener_untyped("visibilitychange", move |_| case.look());
        let connected = window_event_listener(ev::online, move |_| case.look());
        on_cleanup(move || {
            seen.remove();
            connected.remove();
            case.rest();
        });
        case.look();
        case
    }

    /// How far the application is; nothing until the server has answered. What reads it follows it.
    pub(super) fn state(self) -> Memo<Option<StateName>> {
        Memo::new(move || self.view.with(|view| view.as_ref().map(|view| view.state)))
    }

    /// Something of the application; what reads it follows it.
    pub(super) fn with<T>(self, read: impl FnOnce(&ApplicationView) -> T) -> Option<T> {
        self.view.with(|view| view.as_ref().map(read))
    }

    /// The application at this moment.
    pub(super) fn now(self) -> Option<ApplicationView> {
        self.view.get_untracked()
    }

    /// Why the server's last answer is none; what reads it follows it.
    pub(super) fn failure(self) -> Option<ApiError> {
        self.failure.get()
    }

    /// When the server last answered; what reads it follows it.
    pub(super) fn known_at(self) -> DateTime<Utc> {
        self.known_at.get()
    }

    /// Asks the server now, if anybody looks.
    pub(super) fn look(self) {
        self.rest();
        let asking = self.asking.try_get_value().unwrap_or(true);
        if asking || document().hidden() {
            return;
        }
        self.asking.set_value(true);
        let turn = self.turn.get_value();
        spawn_local(async move {
            let answer = self.api.application(self.number).await;
            // The reader may have left meanwhile.
            if self.asking.try_set_value(false).is_some() {
                return;
            }
            if turn == self.turn.get_value() {
                match answer {
                    Ok(view) => self.take(view),
                    Err(error) => {
                        self.failures.try_update_value(|failures| *failures += 1);
                        if self
                            .failure
                            .with_untracked(|known| known.as_ref() != Some(&error))
                        {
                            self.failure.set(Some(error));
                        }
                    }
                }
            }
            self.wait();
        });
    }

    /// Does something with the application and shows what became of it.
    pub(super) fn act(
        self,
        busy: RwSignal<bool>,
        call: Reply<ApplicationView>,
        on_error: Callback<ApiError>,
    ) {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let answer = call.await;
            if busy.try_set(false).is_some() {
                return;
            }
            self.turn.try_update_value(|turn| *turn += 1);
            match answer {
                Ok(view) => {
                    self.take(view);
                    self.wait();
                }
                Err(error) => {
                    let stale = matches!(
                        error.code(),
                        Some(
                            ProblemCode::WrongState
                                | ProblemCode::OtherDocument
                                | ProblemCode::ConsentTooLate
                        )
                    );
                    on_error.run(error);
                    if stale {
                        self.look();
                    }
                }
            }
        });
    }

    fn take(self, view: ApplicationView) {
        self.clock.set_by(view.now);
        self.known_at.set(view.now);
        self.failures.set_value(0);
        self.failure.set(None);
        let same = self.view.with_untracked(|known| {
            known.as_ref().is_some_and(|known| {
                *known
                    == ApplicationView {
                        now: known.now,
                        ..view.clone()
                    }
            })
        });
        if !same {
            self.view.set(Some(view));
        }
    }

    /// Asks again later, where something can change without the reader.
    fn wait(self) {
        let failures = self.failures.get_value();
        let state = self
            .view
            .with_untracked(|view| view.as_ref().map(|view| view.state));
        let moving = matches!(state, Some(StateName::AwaitingConsent | StateName::Signed));
        let lost = matches!(self.failure.get_untracked(), Some(ApiError::Offline));
        if !moving && !lost {
            return;
        }
        self.rest();
        let pause = PAUSE * 2_u32.pow(failures.min(DOUBLINGS));
        self.timer
            .set_value(set_timeout_with_handle(move || self.look(), pause).ok());
    }

    fn rest(self) {
        let timer = self.timer.try_update_value(Option::take).flatten();
        if let Some(timer) = timer {
            timer.clear();
        }
    }
}
