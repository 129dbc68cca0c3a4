use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::consent::{Channel, ConsentId};

/// What happened to an application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// It was filed.
    Filed,
    /// An owner has to be asked, by SMS.
    ConsentAsked {
        /// Which consent.
        consent: ConsentId,
    },
    /// An owner has to be asked again.
    ConsentAskedAgain {
        /// Which consent.
        consent: ConsentId,
    },
    /// An owner agreed.
    ConsentGiven {
        /// Which consent.
        consent: ConsentId,
        /// By which way.
        by: Channel,
    },
    /// An owner declined.
    ConsentDeclined {
        /// Which consent.
        consent: ConsentId,
        /// By which way.
        by: Channel,
    },
    /// Everybody who must agree has; the applicant can sign.
    ReadyToSign,
    /// The applicant signed.
    Signed,
    /// It stands in the register.
    Registered {
        /// First day.
        from: NaiveDate,
        /// Last day, of a temporary registration.
        until: Option<NaiveDate>,
    },
    /// An owner's no ended it.
    Refused {
        /// The rule that says so.
        rule: String,
    },
    /// The clock ended it.
    Cancelled {
        /// The rule that says so.
        rule: String,
    },
    /// The applicant took it back.
    Withdrawn,
}

/// An event and when it happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Happened {
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub event: Event,
}
