//! The service's own durable memory. Everything that one request or one event changes is a
//! [`Change`], written whole or not at all.

mod application;
mod change;
mod code;
mod digest;
mod eds;
mod message;
mod overview;
mod qr;
mod reply;
mod session;

pub use application::{ConsentRef, ConsentTerm, StoredApplication, StoredConsent, Version};
pub use change::{Actor, AskLimits, Audit, Change, Effect};
pub use code::{CodeId, Gate, NewCode, Purpose, StoredCode, Tried};
pub use digest::Digest;
pub use eds::{Signed, StoredEvidence};
pub use message::{Notification, Outgoing, OutgoingId, OutgoingKind, Recipient, StoredOutgoing};
pub use overview::{DAYS, Filings, HOURS, Overview};
pub use qr::{QrStanding, StoredQr};
pub use reply::KeptReply;
pub use session::Session;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use registration::{
    application::ApplicationNumber,
    identifiers::{Iin, OwnerId},
};

/// For how long work that one server has taken is its own. Should it die, another server takes the
/// work up afterwards; should it only be slow, the work is done twice, which harms nobody.
pub const LEASE: TimeDelta = TimeDelta::seconds(60);

/// Why the store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else was quicker: load again and decide again.
    #[error("changed by somebody else in the meantime")]
    Conflict,
    /// A request with this key has been answered already.
    #[error("this request has been answered already")]
    Repeated,
    /// An application for the same person is under way.
    #[error("an application for this person is under way")]
    SubjectBusy,
    /// The owners' time had ended when the answer arrived.
    #[error("the owners' time is over")]
    TooLate,
    /// The QR code is dead, or has come to its end.
    #[error("the QR code is dead or has come to its end")]
    QrEnded,
    /// The applicant has named as many different owners as a day allows.
    #[error("too many different owners were named today")]
    TooManyOwners,
    /// The applicant has asked about as many dwellings as a day allows.
    #[error("too many dwellings were asked about today")]
    TooManyDwellings,
    /// The challenge was never given, was used, or its time has ended.
    #[error("the challenge is dead")]
    ChallengeDead,
    /// The store cannot be reached or is full.
    #[error("the store does not work: {0}")]
    Unavailable(String),
    /// What was read is not what was once written.
    #[error("the store is damaged: {0}")]
    Damaged(String),
}

/// What every store can do. A read sees every change that was acknowledged before it.
#[async_trait]
pub trait Store: Send + Sync {
    /// Writes a change in one transaction and returns once it is durable.
    ///
    /// # Errors
    /// [`StoreError`]; nothing of the change is written then.
    async fn commit(&self, change: Change) -> Result<(), StoreError>;

    /// An application with all that happened to it.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] or [`StoreError::Damaged`], here and below.
    async fn application(
        &self,
        number: ApplicationNumber,
    ) -> Result<Option<StoredApplication>, StoreError>;

    /// A person's applications, the newest first.
    async fn applications_of(
        &self,
        applicant: Iin,
        limit: u32,
    ) -> Result<Vec<StoredApplication>, StoreError>;

    /// The application for a person that is under way.
    async fn open_application(&self, subject: Iin)
    -> Result<Option<ApplicationNumber>, StoreError>;

    /// Applications that wait for owners whose time is up. Where several servers share the store,
    /// each is given to one of them, and to another one only after [`LEASE`].
    async fn overdue(
        &self,
        now: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<ApplicationNumber>, StoreError>;

    /// The consent that a link opens.
    async fn consent_by_token(&self, token: Digest) -> Result<Option<ConsentRef>, StoreError>;

    /// The consents an owner was asked for, the newest first.
    async fn consents_of(
        &self,
        owner: OwnerId,
        limit: u32,
    ) -> Result<Vec<StoredConsent>, StoreError>;

    /// The answer that was given to a request with this key.
    async fn reply(&self, key: Digest, now: DateTime<Utc>)
    -> Result<Option<KeptReply>, StoreError>;

    /// The code issued last for a purpose.
    async fn code(&self, purpose: &Purpose) -> Result<Option<StoredCode>, StoreError>;

    /// How many wrong codes were given for a person at a gate since an instant.
    async fn wrong_codes(
        &self,
        iin: Iin,
        gate: Gate,
        since: DateTime<Utc>,
    ) -> Result<u32, StoreError>;

    /// The session of a token.
    async fn session(&self, token: Digest) -> Result<Option<Session>, StoreError>;

    /// Whether a challenge is alive: given, not used, and in time.
    async fn challenge(&self, hash: Digest, now: DateTime<Utc>) -> Result<bool, StoreError>;

    /// What is kept of the digital signatures of an application, the oldest first.
    async fn evidence(&self, number: ApplicationNumber) -> Result<Vec<StoredEvidence>, StoreError>;

    /// The document that a QR code shows; expired ones are there for a while.
    async fn qr(&self, token: Digest) -> Result<Option<StoredQr>, StoreError>;

    /// A person's notifications, the newest first.
    async fn notifications(&self, of: Iin, limit: u32) -> Result<Vec<Notification>, StoreError>;

    /// What is to be delivered now, the oldest first; given to one server of several as above.
    async fn outgoing(
        &self,
        now: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<StoredOutgoing>, StoreError>;

    /// What waits. It takes nothing from anybody.
    async fn overview(&self, now: DateTime<Utc>) -> Result<Overview, StoreError>;

    /// What was filed. It may take a second where there is much.
    async fn filings(&self, now: DateTime<Utc>) -> Result<Filings, StoreError>;
}
