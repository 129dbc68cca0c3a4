//! The store in one SQLite file: a write-ahead log, synced before a change is acknowledged, one
//! thread that writes and a few connections that read.

mod apply;
mod audit;
mod backup;
mod columns;
mod connection;
mod export;
mod overview;
mod read;
mod readers;
mod writer;

use std::{path::Path, time::Instant};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use registration::{
    application::ApplicationNumber,
    identifiers::{Iin, OwnerId},
};

use crate::adapters::audit_days::AuditDay;
use crate::metrics::METRICS;
use crate::ports::store::{
    Change, ConsentRef, Digest, Filings, Gate, KeptReply, Notification, Overview, Purpose, Session,
    Store, StoreError, StoredApplication, StoredCode, StoredConsent, StoredEvidence,
    StoredOutgoing, StoredQr,
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
    /// it is no store, the end of its audit log is broken, or a newer program has written it.
    pub fn open(file: &Path) -> Result<Self, StoreError> {
        let mut connection = connection::open_to_write(file)?;
        connection::migrate(&mut connection)?;
        audit::check_end(&connection)?;
        Ok(Self {
            writer: Writer::start(connection)?,
            readers: Readers::new(file.to_owned()),
        })
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
            .read(move |connection| read::application(connection, number))
            .await
    }

    async fn applications_of(
        &self,
        applicant: Iin,
        limit: u32,
    ) -> Result<Vec<StoredApplication>, StoreError> {
        self.readers
            .read(move |connection| read::applications_of(connection, applicant, limit))
            .await
    }

    async fn open_application(
        &self,
        subject: Iin,
    ) -> Result<Option<ApplicationNumber>, StoreError> {
        self.readers
            .read(move |connection| read::open_application(connection, subject))
            .await
    }

    async fn overdue(
        &self,
        now: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<ApplicationNumber>, StoreError> {
        self.readers
            .read(move |connection| read::overdue(connection, now, limit))
            .await
    }

    async fn consent_by_token(&self, token: Digest) -> Result<Option<ConsentRef>, StoreError> {
        self.readers
            .read(move |connection| read::consent_by_token(connection, token))
            .await
    }

    async fn consents_of(
        &self,
        owner: OwnerId,
        limit: u32,
    ) -> Result<Vec<StoredConsent>, StoreError> {
        self.readers
            .read(move |connection| read::consents_of(connection, owner, limit))
            .await
    }

    async fn reply(
        &self,
        key: Digest,
        now: DateTime<Utc>,
    ) -> Result<Option<KeptReply>, StoreError> {
        self.readers
            .read(move |connection| read::reply(connection, key, now))
            .await
    }

    async fn code(&self, purpose: &Purpose) -> Result<Option<StoredCode>, StoreError> {
        let purpose = *purpose;
        self.readers
            .read(move |connection| read::code(connection, purpose))
            .await
    }

    async fn wrong_codes(
        &self,
        iin: Iin,
        gate: Gate,
        since: DateTime<Utc>,
    ) -> Result<u32, StoreError> {
        self.readers
            .read(move |connection| read::wrong_codes(connection, iin, gate, since))
            .await
    }

    async fn session(&self, token: Digest) -> Result<Option<Session>, StoreError> {
        self.readers
            .read(move |connection| read::session(connection, token))
            .await
    }

    async fn challenge(&self, hash: Digest, now: DateTime<Utc>) -> Result<bool, StoreError> {
        self.readers
            .read(move |connection| read::challenge(connection, hash, now))
            .await
    }

    async fn evidence(&self, number: ApplicationNumber) -> Result<Vec<StoredEvidence>, StoreError> {
        self.readers
            .read(move |connection| read::evidence(connection, number))
            .await
    }

    async fn qr(&self, token: Digest) -> Result<Option<StoredQr>, StoreError> {
        self.readers
            .read(move |connection| read::qr(connection, token))
            .await
    }

    async fn notifications(&self, of: Iin, limit: u32) -> Result<Vec<Notification>, StoreError> {
        self.readers
            .read(move |connection| read::notifications(connection, of, limit))
            .await
    }

    async fn outgoing(
        &self,
        now: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<StoredOutgoing>, StoreError> {
        self.readers
            .read(move |connection| read::outgoing(connection, now, limit))
            .await
    }

    async fn overview(&self, now: DateTime<Utc>) -> Result<Overview, StoreError> {
        self.readers
            .read(move |connection| overview::overview(connection, now))
            .await
    }

    async fn filings(&self, now: DateTime<Utc>) -> Result<Filings, StoreError> {
        self.readers
            .read(move |connection| overview::filings(connection, now))
            .await
    }
}
