use chrono::{DateTime, Utc};
use json::{FromJson, ToJson};
use registration::{RelationToOwner, Service, application::AddressText};
use serde::{Deserialize, Serialize};

/// What an owner sees before agreeing: who, where, for how long.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct ConsentView {
    /// The server's time, against which the countdown runs.
    #[serde(with = "crate::time::instant")]
    pub now: DateTime<Utc>,
    /// The first instant at which an answer is too late.
    #[serde(with = "crate::time::instant")]
    pub until: DateTime<Utc>,
    /// How many minutes there were in all.
    pub minutes: u32,
    /// How the request stands.
    pub standing: ConsentStanding,
    /// Service.
    pub service: Service,
    /// Term of a temporary registration, in months.
    pub months: Option<i32>,
    /// Name of the person to be registered.
    pub subject: String,
    /// Name of the person who files, where it is another.
    pub applicant: Option<String>,
    /// What the subject says to be to an owner.
    pub relation_to_owner: Option<RelationToOwner>,
    /// The owner's own address.
    pub address: AddressText,
    /// When the request was filed.
    #[serde(with = "crate::time::instant")]
    pub filed_at: DateTime<Utc>,
    /// What an owner signs who agrees with a digital signature; absent where that is not possible.
    pub text: Option<String>,
}

/// How an owner's request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(rename_all = "snake_case")]
pub enum ConsentStanding {
    /// Waiting for this owner.
    Waiting,
    /// This owner agreed.
    Agreed,
    /// This owner declined.
    Declined,
    /// The time ran out.
    TooLate,
    /// The application ended otherwise: withdrawn, or another owner declined.
    Ended,
}

/// The owner's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToJson)]
pub struct ConsentRequest {
    /// Yes or no.
    pub agrees: bool,
}
