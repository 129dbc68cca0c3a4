use chrono::{DateTime, NaiveDate, Utc};
use registration::{
    application::{Application, ApplicationNumber, Happened},
    identifiers::{Iin, OwnerId, Rca},
};

use super::{
    CodeId, ConsentRef, ConsentTerm, Digest, Gate, KeptReply, NewCode, Notification, Outgoing,
    OutgoingId, Purpose, QrStanding, Session, StoreError, StoredEvidence, StoredQr, Tried, Version,
};

/// Everything that one request or one event changes, written whole or not at all.
#[derive(Clone, Debug)]
pub struct Change {
    /// When.
    pub at: DateTime<Utc>,
    /// What changes, in this order.
    pub effects: Vec<Effect>,
    /// What the audit log says of it; absent where nothing that matters to anybody changes.
    pub audit: Option<Audit>,
    /// The answer to the request that asked for it, kept so that a repetition gets the same.
    pub reply: Option<KeptReply>,
}

/// One thing that changes.
#[derive(Clone, Debug)]
pub enum Effect {
    /// A new application; fails with `SubjectBusy` where one for the same person is under way.
    File {
        /// The application.
        application: Box<Application>,
        /// What happened.
        events: Vec<Happened>,
        /// How long its owners have, where any are asked.
        term: Option<ConsentTerm>,
    },
    /// An application after a transition; fails with `Conflict` where another came first, and with
    /// `TooLate` where it is an owner's answer that arrived when the owners' time had ended.
    Move {
        /// The application as it is now.
        application: Box<Application>,
        /// The version that the transition started from.
        from: Version,
        /// When the answer arrived, where the transition is one that has to be in time: the store
        /// compares it with the end of the time that it keeps, as part of what it writes.
        received: Option<DateTime<Utc>>,
        /// What happened.
        events: Vec<Happened>,
    },
    /// A link with which an owner can answer.
    AskOwner {
        /// Hash of the token in the link.
        token: Digest,
        /// What the link opens.
        consent: ConsentRef,
    },
    /// A one-time code, in the place of any earlier one for the same purpose; fails with
    /// `Conflict` where another was issued in the meantime.
    IssueCode {
        /// For what.
        purpose: Purpose,
        /// The code.
        code: NewCode,
        /// The code that stood there before.
        replaces: Option<CodeId>,
    },
    /// A code was tried; fails with `Conflict` where another try came first.
    TryCode {
        /// Which code.
        id: CodeId,
        /// Whose.
        iin: Iin,
        /// What it opens.
        gate: Gate,
        /// How often it had been tried before.
        tries: u32,
        /// With what result.
        tried: Tried,
    },
    /// A text was given out to be signed in order to sign in.
    IssueChallenge {
        /// Hash of the text.
        hash: Digest,
        /// The first instant at which it is dead.
        expires_at: DateTime<Utc>,
    },
    /// It came back signed, and works no more; fails with `ChallengeDead` where it did not work
    /// any more by then, which the store decides as part of what it writes.
    MeetChallenge {
        /// Hash of the text.
        hash: Digest,
    },
    /// What a digital signature was verified with is kept.
    KeepEvidence {
        /// Of which application.
        number: ApplicationNumber,
        /// What is kept.
        evidence: StoredEvidence,
    },
    /// Somebody signed in.
    OpenSession {
        /// Hash of the cookie's token.
        token: Digest,
        /// The session.
        session: Session,
    },
    /// A session is still in use.
    TouchSession {
        /// Hash of the cookie's token.
        token: Digest,
    },
    /// Somebody signed out.
    CloseSession {
        /// Hash of the cookie's token.
        token: Digest,
    },
    /// A document is shown as a QR code.
    ShowQr {
        /// Hash of the token in the code.
        token: Digest,
        /// What it shows.
        qr: StoredQr,
    },
    /// A telephone goes on; fails with `QrEnded` where the code is dead or has come to its end.
    MoveQr {
        /// Hash of the token in the code.
        token: Digest,
        /// How far it is now.
        to: QrStanding,
    },
    /// Something is to be delivered.
    Send(Outgoing),
    /// It is delivered or will never be: nothing of it is kept.
    Delivered(OutgoingId),
    /// It could not be delivered.
    Retry {
        /// What.
        id: OutgoingId,
        /// When to try again.
        next_at: DateTime<Utc>,
    },
    /// A notification in a personal account.
    Notify {
        /// Whose.
        iin: Iin,
        /// What.
        notification: Notification,
    },
    /// An applicant asked the registers about a dwelling that is not theirs; fails with
    /// `TooManyOwners` or `TooManyDwellings` beyond what a day allows.
    AskAboutDwelling {
        /// Who.
        applicant: Iin,
        /// The owner named, or none where it is said to be rented from the state.
        owner: Option<OwnerId>,
        /// The dwelling.
        rca: Rca,
        /// On which day in Kazakhstan.
        day: NaiveDate,
        /// What a day allows.
        limits: AskLimits,
    },
    /// Sessions, codes and replies that are dead by now are removed.
    Tidy,
}

/// About how much of others an applicant may ask in a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AskLimits {
    /// How many different owners.
    pub owners: u32,
    /// How many different pairs of owner and dwelling.
    pub dwellings: u32,
}

impl AskLimits {
    /// Holds what was asked on a day, this time included, against what it allows.
    ///
    /// # Errors
    /// [`StoreError::TooManyOwners`], [`StoreError::TooManyDwellings`].
    pub fn check(self, owners: u32, dwellings: u32) -> Result<(), StoreError> {
        if owners > self.owners {
            Err(StoreError::TooManyOwners)
        } else if dwellings > self.dwellings {
            Err(StoreError::TooManyDwellings)
        } else {
            Ok(())
        }
    }
}

/// A line of the audit log. It names people by their number and nothing else of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audit {
    /// Who did it.
    pub actor: Actor,
    /// What was done, such as `file` or `sign`.
    pub action: &'static str,
    /// To what: the number of an application, or nothing.
    pub object: String,
}

/// Who did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A person by number.
    Person(Iin),
    /// An owner, by the consent they answered.
    Owner(OwnerId),
    /// The service itself, by its clock.
    Service,
}

impl Change {
    /// A change of which the audit log says nothing yet.
    #[must_use]
    pub fn new(at: DateTime<Utc>, effects: Vec<Effect>) -> Self {
        Self {
            at,
            effects,
            audit: None,
            reply: None,
        }
    }

    /// The same with a line in the audit log.
    #[must_use]
    pub fn audited(mut self, actor: Actor, action: &'static str, object: impl ToString) -> Self {
        self.audit = Some(Audit {
            actor,
            action,
            object: object.to_string(),
        });
        self
    }

    /// The same with the answer that a repetition of the request gets.
    #[must_use]
    pub fn answered(mut self, reply: KeptReply) -> Self {
        self.reply = Some(reply);
        self
    }
}
