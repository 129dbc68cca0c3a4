//! The life cycle of an application as pure transitions.
//!
//! ```text
//! file ─┬─ consent is needed ──▶ awaiting consent ─┬─ all agree ──▶ awaiting signature
//!       └─ nobody has to agree ──────────────────────────────────▶ awaiting signature
//! awaiting signature ── sign ──▶ signed ── enter ──▶ registered
//! awaiting consent ── one declines ──▶ refused (R10)   ── time is up ──▶ cancelled (R9)
//! awaiting consent or signature ── withdraw ──▶ withdrawn
//! ```
//!
//! Each verb is a function in a file of its own; it takes the application as it is and the time,
//! and returns the next application with what happened, or says why it may not.

mod answer;
mod consent;
mod enter;
mod event;
mod expire;
mod file;
mod number;
mod remind;
mod sign;
mod state;
mod withdraw;

use chrono::{DateTime, Utc};
use json::{FromJson, ToJson};
use serde::{Deserialize, Serialize};
use words::Lang;

use crate::{
    answers::Filing,
    identifiers::{Iin, Region},
    verdict::Verdict,
};

pub use answer::answer;
pub use consent::{Channel, Consent, ConsentId, ConsentState, NewConsent};
pub use enter::enter;
pub use event::{Event, Happened};
pub use expire::expire;
pub use file::{NewApplication, Refusal, file};
pub use number::{ApplicationNumber, NumberError};
pub use remind::{REMINDER_PAUSE_MINUTES, remind};
pub use sign::sign;
pub use state::{NotAllowed, State, StateName, Verb};
pub use withdraw::withdraw;

/// A person as the population register names them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Number.
    pub iin: Iin,
    /// Surname, given name and patronymic as registered.
    pub name: String,
}

/// An address as the address register writes it, in each language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson, ToJson)]
pub struct AddressText {
    /// In Kazakh.
    pub kk: String,
    /// In Russian.
    pub ru: String,
    /// In English (transliterated).
    pub en: String,
}

impl AddressText {
    /// The address in a language.
    #[must_use]
    pub fn text(&self, lang: Lang) -> &str {
        match lang {
            Lang::Kk => &self.kk,
            Lang::Ru => &self.ru,
            Lang::En => &self.en,
        }
    }
}

/// An application for the registration of one person at one address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// Public number, the reference in every message.
    pub number: ApplicationNumber,
    /// Language of the signed document and of messages to the applicant.
    pub lang: Lang,
    /// What was answered.
    pub filing: Filing,
    /// Who files.
    pub applicant: Party,
    /// Who is registered.
    pub subject: Party,
    /// Where.
    pub address: AddressText,
    /// Region of the address.
    pub region: Region,
    /// When it was filed.
    pub filed_at: DateTime<Utc>,
    /// The server's verdict on the day of filing.
    pub verdict: Verdict,
    /// Version of the policy that gave it.
    pub policy_version: String,
    /// Whom the law makes agree, and how each answered.
    pub consents: Vec<Consent>,
    /// How far it is.
    pub state: State,
}

/// An application after a transition, with what happened on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transition {
    /// The application as it is now.
    pub application: Application,
    /// What happened, in order.
    pub events: Vec<Happened>,
}

impl Application {
    /// The consent with this id.
    #[must_use]
    pub fn consent(&self, id: ConsentId) -> Option<&Consent> {
        self.consents.iter().find(|consent| consent.id == id)
    }

    /// Whether it can still change: neither registered nor ended.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(
            self.state.name(),
            StateName::AwaitingConsent | StateName::AwaitingSignature | StateName::Signed
        )
    }

    fn moved(
        mut self,
        state: State,
        at: DateTime<Utc>,
        events: impl IntoIterator<Item = Event>,
    ) -> Transition {
        self.state = state;
        Transition {
            application: self,
            events: events
                .into_iter()
                .map(|event| Happened { at, event })
                .collect(),
        }
    }
}
