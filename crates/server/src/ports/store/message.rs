use chrono::{DateTime, Utc};
use registration::{
    application::ApplicationNumber,
    identifiers::{OwnerId, Phone},
};

/// Names something to be delivered: 32 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OutgoingId(pub String);

/// Something to be delivered. It may be delivered more than once, so whoever takes it must not mind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// Its name.
    pub id: OutgoingId,
    /// What.
    pub kind: OutgoingKind,
    /// From when on it is useless, such as a code that has died.
    pub useless_at: Option<DateTime<Utc>>,
}

/// What is to be delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutgoingKind {
    /// A message to a telephone.
    Sms {
        /// Whose telephone.
        to: Recipient,
        /// What it says.
        text: String,
    },
    /// A signed application, to be entered in the register of residences.
    Enter(ApplicationNumber),
}

/// Whose telephone a message goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// Whichever the Mobile Citizens Database has for this person or organisation when it is sent;
    /// none, and nothing is sent.
    Holder(OwnerId),
    /// This one.
    Phone(Phone),
}

/// Something that waits to be delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredOutgoing {
    /// What.
    pub outgoing: Outgoing,
    /// When it was decided to send it.
    pub at: DateTime<Utc>,
    /// How often it could not be delivered.
    pub attempts: u32,
}

/// A notification in a personal account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    /// When.
    pub at: DateTime<Utc>,
    /// About which application.
    pub number: Option<ApplicationNumber>,
    /// What it says, in the language of the application.
    pub text: String,
}
