//! The store in one SQLite file: a write-ahead log, synced before a change is acknowledged, one
//! thread that writes and a few connections that read.

mod apply;
mod audit;
mod backup;
mod columns;
mod connection;
mod export;
mod log;
mod overview;
mod read;
mod read_staff;
mod readers;
mod sealing;
mod writer;

use std::{path::Path, time::Instant};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use registration::{
    application::ApplicationNumber,
    identifiers::{Iin, OwnerId},
};

use crate::adapters::{audit_days::AuditDay, sealing::Sealer};
use crate::metrics::METRICS;
use crate::ports::store::{
    AuditLine, Change, ConsentRef, Digest, Filings, Gate, KeptReply, Look, Notification, Overview,
    Purpose, Session, Staff, Store, StoreError, StoredApplication, StoredCode, StoredConsent,
    StoredEvidence, StoredOutgoing, StoredQr,
};

pub(in crate::adapters) use export::Export;
use readers::Readers;
use writer::Writer;

/// The store in one SQLite file.
#[derive(Debug)]
pub struct Sqlite {
    writer: Writer,
    readers: Readers,
}

impl Sqlite {
    /// Opens the file, makes it where there is none, brings its tables up to date and checks the
    /// end of its audit log. How long that takes does not depend on how much there is; all of it
    /// is read by [`Sqlite::check`].
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] where the file cannot be used, [`StoreError::Damaged`] where
    /// it is no store, the end of its audit log is broken, or a newer program has written it,
    /// [`StoreError::Keys`] where it was written with other keys.
    pub fn open(file: &Path, sealer: Sealer) -> Result<Self, StoreError> {
        let mut connection = connection::open_to_write(file)?;
        connection::migrate(&mut connection)?;
        sealing::expect_keys(&mut connection, &sealer)?;
        audit::check_end(&connection)?;
        Ok(Self {
            writer: Writer::start(connection, sealer.clone())?,
            readers: Readers::new(file.to_owned(), sealer),
        })
    }

    /// Puts everything that is sealed under the newest key, also while a server writes; how many
    /// rows changed.
    ///
    /// # Errors
    /// [`StoreError::Keys`] where a key is missing, otherwise as [`Sqlite::check`].
    pub fn rotate(file: &Path, sealer: &Sealer) -> Result<u64, StoreError> {
        let mut connection = connection::open_to_write(file)?;
        connection::check_version(&connection)?;
        sealing::rotate(&mut connection, sealer)
    }

    /// Reads every page and every line of the audit log, also while a server writes.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] where the file cannot be read, [`StoreError::Damaged`] where
    /// anything in it is not what was once written.
    pub fn check(file: &Path) -> Result<(), StoreError> {
        let connection = connection::open_to_read(file)?;
        connection::check_version(&connection)?;
        connection::check_pages(&connection)?;
        audit::check(&connection).map(drop)
    }

    /// Computes every digest of the audit log again, and gives the root of each day.
    ///
    /// # Errors
    /// As [`Sqlite::check`].
    pub fn audit(file: &Path) -> Result<Vec<AuditDay>, StoreError> {
        let connection = connection::open_to_read(file)?;
        connection::check_version(&connection)?;
        audit::check(&connection)
    }
}

#[async_trait]
impl Store for Sqlite {
    async fn commit(&self, change: Change) -> Result<(), StoreError> {
        let started = Instant::now();
        let done = self.writer.commit(change).await;
        METRICS.committed(
            !matches!(done, Err(StoreError::Unavailable(_))),
            started.elapsed(),
        );
        done
    }

    async fn application(
        &self,
        number: ApplicationNumber,
    ) -> Result<Option<StoredApplication>, StoreError> {
        self.readers
            .read(move |connection, sealer| read::application(connection, sealer, number))
            .await
    }

    async fn applications_of(
        &self,
        applicant: Iin,
        limit: u32,
    ) -> Result<Vec<StoredApplication>, StoreError> {
        self.readers
            .read(move |connection, sealer| {
                read::applications_of(connection, sealer, applicant, limit)
            })
            .await
    }

    async fn open_application(
        &self,
        subject: Iin,
    ) -> Result<Option<ApplicationNumber>, StoreError> {
        self.readers
            .read(move |connection, sealer| read::open_application(connection, sealer, subject))
            .await
    }

    async fn overdue(
        &self,
        now: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<ApplicationNumber>, StoreError> {
        self.readers
            .read(move |connection, _| read::overdue(connection, now, limit))
            .await
    }

    async fn consent_by_token(&self, token: Digest) -> Result<Option<ConsentRef>, StoreError> {
        self.readers
            .read(move |connection, _| read::consent_by_token(connection, token))
            .await
    }

    async fn consents_of(
        &self,
        owner: OwnerId,
        limit: u32,
    ) -> Result<Vec<StoredConsent>, StoreError> {
        self.readers
            .read(move |connection, sealer| read::consents_of(connection, sealer, owner, limit))
            .await
    }

    async fn reply(
        &self,
        key: Digest,
        now: DateTime<Utc>,
    ) -> Result<Option<KeptReply>, StoreError> {
        self.readers
            .read(move |connection, sealer| read::reply(connection, sealer, key, now))
            .await
    }

    async fn code(&self, purpose: &Purpose) -> Result<Option<StoredCode>, StoreError> {
        let purpose = *purpose;
        self.readers
            .read(move |connection, sealer| read::code(connection, sealer, purpose))
            .await
    }

    async fn wrong_codes(
        &self,
        iin: Iin,
        gate: Gate,
        since: DateTime<Utc>,
    ) -> Result<u32, StoreError> {
        self.readers
            .read(move |connection, sealer| read::wrong_codes(connection, sealer, iin, gate, since))
            .await
    }

    async fn wrong_codes_of_all(
        &self,
        gate: Gate,
        since: DateTime<Utc>,
        most: u32,
    ) -> Result<u32, StoreError> {
        self.readers
            .read(move |connection, _| read::wrong_codes_of_all(connection, gate, since, most))
            .await
    }

    async fn codes_issued(
        &self,
        iin: Iin,
        gate: Gate,
        since: DateTime<Utc>,
    ) -> Result<u32, StoreError> {
        self.readers
            .read(move |connection, sealer| {
                read::codes_issued(connection, sealer, iin, gate, since)
            })
            .await
    }

    async fn session(&self, token: Digest) -> Result<Option<Session>, StoreError> {
        self.readers
            .read(move |connection, sealer| read::session(connection, sealer, token))
            .await
    }

    async fn challenge(&self, hash: Digest, now: DateTime<Utc>) -> Result<bool, StoreError> {
        self.readers
            .read(move |connection, _| read::challenge(connection, hash, now))
            .await
    }

    async fn evidence(&self, number: ApplicationNumber) -> Result<Vec<StoredEvidence>, StoreError> {
        self.readers
            .read(move |connection, sealer| read::evidence(connection, sealer, number))
            .await
    }

    async fn qr(&self, token: Digest) -> Result<Option<StoredQr>, StoreError> {
        self.readers
            .read(move |connection, _| read::qr(connection, token))
            .await
    }

    async fn notifications(&self, of: Iin, limit: u32) -> Result<Vec<Notification>, StoreError> {
        self.readers
            .read(move |connection, sealer| read::notifications(connection, sealer, of, limit))
            .await
    }

    async fn outgoing(
        &self,
        now: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<StoredOutgoing>, StoreError> {
        self.readers
            .read(move |connection, sealer| read::outgoing(connection, sealer, now, limit))
            .await
    }

    async fn staff(&self, iin: Iin) -> Result<Option<Staff>, StoreError> {
        self.readers
            .read(move |connection, sealer| read_staff::staff(connection, sealer, iin))
            .await
    }

    async fn looks(&self, number: ApplicationNumber, limit: u32) -> Result<Vec<Look>, StoreError> {
        self.readers
            .read(move |connection, _| read_staff::looks(connection, number, limit))
            .await
    }

    async fn audit_lines(
        &self,
        about: Option<ApplicationNumber>,
        before: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<AuditLine>, StoreError> {
        self.readers
            .read(move |connection, _| read_staff::audit_lines(connection, about, before, limit))
            .await
    }

    async fn audit_days(&self) -> Result<Vec<AuditDay>, StoreError> {
        self.readers
            .read(move |connection, _| audit::check(connection))
            .await
    }

    async fn overview(&self, now: DateTime<Utc>) -> Result<Overview, StoreError> {
        self.readers
            .read(move |connection, _| overview::overview(connection, now))
            .await
    }

    async fn filings(&self, now: DateTime<Utc>) -> Result<Filings, StoreError> {
        self.readers
            .read(move |connection, _| overview::filings(connection, now))
            .await
    }
}
