//! Who is signed in.

use wire::Person;

use crate::platform::storage;
use crate::prelude::*;

/// Whether somebody is signed in, as far as is known.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Standing {
    /// The server has not answered yet.
    #[default]
    Asking,
    /// Nobody, or the server cannot be reached.
    SignedOut,
    /// This person.
    SignedIn(Box<Person>),
}

/// Who is signed in; a context.
#[derive(Clone, Copy)]
pub struct Session(RwSignal<Standing>);

impl Session {
    /// Nothing known yet; or nobody, where nobody has signed in with this browser.
    pub fn start() -> Self {
        let nobody = storage::signed_in() == Some(false);
        Self(RwSignal::new(if nobody {
            Standing::SignedOut
        } else {
            Standing::Asking
        }))
    }

    /// Nobody is signed in as far as can be told: the server cannot be reached.
    pub fn is_out_of_reach(self) {
        self.0.set(Standing::SignedOut);
    }

    /// The person; what reads it follows it.
    pub fn person(self) -> Option<Person> {
        self.0.with(|standing| match standing {
            Standing::SignedIn(person) => Some((**person).clone()),
            _ => None,
        })
    }

    /// Something of the person; what reads it follows it.
    pub fn with<T>(self, read: impl FnOnce(&Person) -> T) -> Option<T> {
        self.0.with(|standing| match standing {
            Standing::SignedIn(person) => Some(read(person)),
            _ => None,
        })
    }

    /// Whether somebody is signed in; what reads it follows it.
    pub fn is_signed_in(self) -> bool {
        self.0
            .with(|standing| matches!(standing, Standing::SignedIn(_)))
    }

    /// Whether the server has still to say; what reads it follows it.
    pub fn is_asking(self) -> bool {
        self.0.with(|standing| matches!(standing, Standing::Asking))
    }

    /// Somebody is signed in.
    pub fn begin(self, person: Person) {
        storage::keep_signed_in(true);
        self.0.set(Standing::SignedIn(Box::new(person)));
    }

    /// Nobody is signed in.
    pub fn end(self) {
        storage::keep_signed_in(false);
        self.0.set(Standing::SignedOut);
    }
}

/// The session context. To be called while a component is made.
pub fn use_session() -> Session {
    expect_context::<Session>()
}
