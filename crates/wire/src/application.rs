use chrono::{DateTime, NaiveDate, Utc};
use json::{FromJson, ToJson};
use registration::{
    Answers, Reason, Service,
    application::{AddressText, ApplicationNumber, StateName},
    identifiers::Rca,
};
use serde::{Deserialize, Serialize};
use words::Lang;

use crate::SigningWay;

/// Files an application. A verdict in the request would be passed over: the server makes its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToJson)]
pub struct FileRequest {
    /// All answers. What was said before signing in is passed over: the registers know better.
    pub answers: Answers,
    /// Language of the document and of messages.
    pub lang: Lang,
}

/// Signs with the code that came by SMS for this very document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToJson)]
pub struct SignRequest {
    /// Six digits.
    pub code: String,
    /// SHA-256 of the document's bytes as shown, 64 hexadecimal digits; what is signed is what was
    /// shown.
    pub document_sha256: String,
}

/// An application in the applicant's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct ApplicationSummary {
    /// Number.
    pub number: ApplicationNumber,
    /// Service.
    pub service: Service,
    /// How far it is.
    pub state: StateName,
    /// When it was filed.
    #[serde(with = "crate::time::instant")]
    pub filed_at: DateTime<Utc>,
    /// When it last changed.
    #[serde(with = "crate::time::instant")]
    pub changed_at: DateTime<Utc>,
    /// Name of the person who is registered.
    pub subject: String,
    /// Address.
    pub address: AddressText,
    /// Last day of a temporary registration.
    #[serde(default, with = "crate::time::day_if_any")]
    pub until: Option<NaiveDate>,
}

/// The applicant's applications, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Applications {
    /// At most a hundred.
    pub applications: Vec<ApplicationSummary>,
}

/// An application as its applicant may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct ApplicationView {
    /// Number.
    pub number: ApplicationNumber,
    /// The server's time, against which countdowns run.
    #[serde(with = "crate::time::instant")]
    pub now: DateTime<Utc>,
    /// How far it is.
    pub state: StateName,
    /// Service.
    pub service: Service,
    /// Term of a temporary registration, in months.
    pub months: Option<i32>,
    /// Reason of a permanent registration.
    pub reason: Option<Reason>,
    /// Name of the person who is registered.
    pub subject: String,
    /// Whether that is the applicant.
    pub myself: bool,
    /// Address.
    pub address: AddressText,
    /// Its code.
    pub rca: Rca,
    /// When it was filed.
    #[serde(with = "crate::time::instant")]
    pub filed_at: DateTime<Utc>,
    /// The owners' consent, where it is or was needed.
    pub consent: Option<ConsentProgress>,
    /// What is to be signed or was signed, in full.
    pub document: Option<String>,
    /// SHA-256 of the document's bytes, 64 hexadecimal digits.
    pub document_sha256: Option<String>,
    /// How it can be signed; empty where it cannot be signed now.
    #[serde(default)]
    pub signing: Vec<SigningWay>,
    /// Rules that the verdict at filing named.
    pub rules: Vec<CitedRule>,
    /// The rule that ended it, where one did.
    pub ended_by: Option<String>,
    /// First day of the registration.
    #[serde(default, with = "crate::time::day_if_any")]
    pub from: Option<NaiveDate>,
    /// Last day of a temporary registration.
    #[serde(default, with = "crate::time::day_if_any")]
    pub until: Option<NaiveDate>,
    /// What happened, the oldest first.
    pub timeline: Vec<TimelineEntry>,
}

/// A rule that an application rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct CitedRule {
    /// Its public id, such as `R3`.
    pub rule: String,
    /// Key of its words in `locales/*/rules.toml`, which tells its versions apart.
    pub message: String,
}

/// How the owners' consent stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct ConsentProgress {
    /// The first instant at which an answer is too late.
    #[serde(with = "crate::time::instant")]
    pub until: DateTime<Utc>,
    /// How many minutes the owners had in all.
    pub minutes: u32,
    /// Each owner without a name, for an applicant who is one of them. Absent for an applicant who
    /// owns nothing there and must not learn how many owners there are.
    pub owners: Option<Vec<OwnerProgress>>,
    /// All of them together: agreed when all have, declined when one has.
    pub together: OwnerState,
    /// From when on the owners can be reminded; absent when nobody is waited for.
    #[serde(default, with = "crate::time::instant_if_any")]
    pub reminder_at: Option<DateTime<Utc>>,
}

/// How one owner stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct OwnerProgress {
    /// From one.
    pub ordinal: u8,
    /// How.
    pub state: OwnerState,
    /// When the owner answered.
    #[serde(default, with = "crate::time::instant_if_any")]
    pub at: Option<DateTime<Utc>>,
}

/// How an owner answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(rename_all = "snake_case")]
pub enum OwnerState {
    /// Not yet.
    Waiting,
    /// Agreed.
    Agreed,
    /// Declined.
    Declined,
    /// Did not answer in time.
    Silent,
}

/// A line of the application's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct TimelineEntry {
    /// When.
    #[serde(with = "crate::time::instant")]
    pub at: DateTime<Utc>,
    /// What.
    pub step: TimelineStep,
}

/// What happened, as far as the applicant may know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson)]
#[serde(rename_all = "snake_case")]
pub enum TimelineStep {
    /// Filed.
    Filed,
    /// Owners were asked.
    OwnersAsked,
    /// Owners were reminded.
    OwnersReminded,
    /// An owner agreed (only told where owners are shown one by one).
    OwnerAgreed,
    /// Everybody agreed, or nobody had to: it can be signed.
    ReadyToSign,
    /// Signed.
    Signed,
    /// In the register.
    Registered,
    /// An owner declined.
    Refused,
    /// The owners' time ran out.
    Cancelled,
    /// Taken back.
    Withdrawn,
}
