use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{identifiers::OwnerId, symbol::symbols};

/// Names one consent within an application, from zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ConsentId(pub u8);

symbols! {
    /// By which way an owner answered.
    Channel {
        /// An SMS to 1414.
        Sms = "sms",
        /// The page behind the link in the SMS.
        Link = "link",
        /// A digital signature over the text of the answer.
        Eds = "eds",
    }
}

/// An owner who must be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewConsent {
    /// Whom.
    pub owner: OwnerId,
    /// The four digits that tell this request from others in the owner's reply.
    pub reply_code: u16,
}

/// One owner's consent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// Its name within the application.
    pub id: ConsentId,
    /// Whose.
    pub owner: OwnerId,
    /// The four digits that tell this request from others in the owner's reply.
    pub reply_code: u16,
    /// When the owner was asked last.
    pub asked_at: DateTime<Utc>,
    /// How the owner answered.
    pub state: ConsentState,
}

/// How an owner answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentState {
    /// Not yet.
    Waiting,
    /// Agreed.
    Agreed {
        /// When the answer arrived.
        at: DateTime<Utc>,
        /// By which way.
        by: Channel,
    },
    /// Declined.
    Declined {
        /// When the answer arrived.
        at: DateTime<Utc>,
        /// By which way.
        by: Channel,
    },
}

impl Consent {
    /// Whether the owner has not answered yet.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.state == ConsentState::Waiting
    }
}
