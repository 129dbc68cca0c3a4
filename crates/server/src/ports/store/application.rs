use chrono::{DateTime, Utc};
use registration::application::{Application, ApplicationNumber, ConsentId, Happened};

/// Counts the changes of an application, from one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version(pub u32);

/// An application as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredApplication {
    /// The application.
    pub application: Application,
    /// How often it has changed.
    pub version: Version,
    /// When it changed last.
    pub changed_at: DateTime<Utc>,
    /// What happened, the oldest first.
    pub events: Vec<Happened>,
    /// How long its owners had, where any were asked.
    pub term: Option<ConsentTerm>,
}

/// How long owners have to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConsentTerm {
    /// The first instant at which an answer is too late.
    pub until: DateTime<Utc>,
    /// How many minutes there were in all.
    pub minutes: u32,
}

/// Names one consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ConsentRef {
    /// The application.
    pub number: ApplicationNumber,
    /// The consent within it.
    pub consent: ConsentId,
}

/// A consent an owner was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoredConsent {
    /// Which.
    pub consent: ConsentRef,
    /// The four digits that name it in an SMS.
    pub reply_code: u16,
    /// Whether the application still waits for this owner.
    pub waiting: bool,
}
