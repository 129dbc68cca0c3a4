use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{document::Document, symbol::symbols};

symbols! {
    /// How far an application is, by name.
    StateName {
        /// Owners are being asked.
        AwaitingConsent = "awaiting_consent",
        /// The applicant has to sign.
        AwaitingSignature = "awaiting_signature",
        /// Signed; on its way to the register.
        Signed = "signed",
        /// In the register.
        Registered = "registered",
        /// An owner declined.
        Refused = "refused",
        /// The owners' time ran out.
        Cancelled = "cancelled",
        /// The applicant took it back.
        Withdrawn = "withdrawn",
    }
}

/// How far an application is, with what belongs to that state only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Owners are being asked.
    AwaitingConsent {
        /// The first instant at which an answer is too late.
        until: DateTime<Utc>,
    },
    /// The applicant has to sign this document.
    AwaitingSignature {
        /// What will be signed, byte for byte.
        document: Document,
    },
    /// Signed; on its way to the register.
    Signed {
        /// When.
        at: DateTime<Utc>,
        /// What was signed, byte for byte.
        document: Document,
    },
    /// In the register.
    Registered {
        /// When it was entered.
        at: DateTime<Utc>,
        /// What was signed, byte for byte.
        document: Document,
        /// First day of the registration.
        from: NaiveDate,
        /// Last day of a temporary registration.
        until: Option<NaiveDate>,
    },
    /// Ended by an owner's no.
    Refused {
        /// When.
        at: DateTime<Utc>,
        /// The rule that says so.
        rule: String,
    },
    /// Ended by the clock.
    Cancelled {
        /// When.
        at: DateTime<Utc>,
        /// The rule that says so.
        rule: String,
    },
    /// Ended by the applicant.
    Withdrawn {
        /// When.
        at: DateTime<Utc>,
    },
}

impl State {
    /// The state's name.
    #[must_use]
    pub fn name(&self) -> StateName {
        match self {
            Self::AwaitingConsent { .. } => StateName::AwaitingConsent,
            Self::AwaitingSignature { .. } => StateName::AwaitingSignature,
            Self::Signed { .. } => StateName::Signed,
            Self::Registered { .. } => StateName::Registered,
            Self::Refused { .. } => StateName::Refused,
            Self::Cancelled { .. } => StateName::Cancelled,
            Self::Withdrawn { .. } => StateName::Withdrawn,
        }
    }

    /// The document that is or was signed.
    #[must_use]
    pub fn document(&self) -> Option<&Document> {
        match self {
            Self::AwaitingSignature { document }
            | Self::Signed { document, .. }
            | Self::Registered { document, .. } => Some(document),
            _ => None,
        }
    }
}

symbols! {
    /// What can be done with an application.
    Verb {
        /// An owner answers.
        Answer = "answer",
        /// The clock ends the wait for owners.
        Expire = "expire",
        /// Owners who have not answered are asked again.
        Remind = "remind",
        /// The applicant signs.
        Sign = "sign",
        /// The register enters it.
        Enter = "enter",
        /// The applicant takes it back.
        Withdraw = "withdraw",
    }
}

/// Why a transition may not be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotAllowed {
    /// Not in this state.
    State {
        /// What was tried.
        verb: Verb,
        /// Where the application is.
        state: StateName,
    },
    /// The owners' time is up (R9).
    TooLate {
        /// The first instant that was too late.
        until: DateTime<Utc>,
    },
    /// The owners' time is not up yet.
    TooEarly {
        /// When it will be.
        until: DateTime<Utc>,
    },
    /// This owner has answered already.
    AlreadyAnswered,
    /// No such consent in this application.
    UnknownConsent,
    /// A reminder was sent a moment ago.
    RemindedRecently {
        /// When the next may be sent.
        next: DateTime<Utc>,
    },
    /// What is signed is not what was shown.
    OtherDocument,
    /// The term ends beyond the calendar.
    Term,
}

impl fmt::Display for NotAllowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::State { verb, state } => {
                write!(
                    f,
                    "cannot {} an application that is {}",
                    verb.symbol(),
                    state.symbol()
                )
            }
            Self::TooLate { until } => write!(f, "the owners' time ended at {until}"),
            Self::TooEarly { until } => write!(f, "the owners' time ends at {until}"),
            Self::AlreadyAnswered => f.write_str("this owner has answered already"),
            Self::UnknownConsent => f.write_str("no such consent"),
            Self::RemindedRecently { next } => write!(f, "the next reminder may be sent at {next}"),
            Self::OtherDocument => f.write_str("what is signed is not what was shown"),
            Self::Term => f.write_str("the term ends beyond the calendar"),
        }
    }
}

impl std::error::Error for NotAllowed {}
