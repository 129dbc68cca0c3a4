//! The store in a PostgreSQL database that any number of servers share.
//!
//! Every change is one transaction on the primary, and what may happen once only is decided by a
//! condition in a statement or by a unique index: of several servers one wins, whichever order
//! they come in. PostgreSQL syncs its log before it acknowledges, and lets commits that wait for
//! the disk share a sync.

mod apply;
mod audit;
mod backup;
mod connect;
mod import;
mod migrate;
mod overview;
mod partitions;
mod read;
mod read_staff;
mod sealing;

pub(in crate::adapters) use import::Import;

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Instant,
};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use deadpool_postgres::Pool;
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

/// How often a transaction that PostgreSQL broke off, to end a deadlock, is done again.
const ATTEMPTS: u32 = 5;

/// The store in a PostgreSQL database.
#[derive(Clone)]
pub struct Postgres {
    pool: Pool,
    sealer: Sealer,
    /// In which lane of the audit log to look for a place next.
    lane: Arc<AtomicU32>,
}

impl std::fmt::Debug for Postgres {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The configuration has the password in it.
        f.write_str("Postgres")
    }
}

impl Postgres {
    /// Connects to `postgres://user@host/database`, brings the tables up to date and prepares those
    /// of the coming months. Servers that start at the same time wait for each other.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] where the database cannot be reached, is a standby or does not
    /// sync; [`StoreError::Damaged`] where a newer program has migrated it; [`StoreError::Keys`]
    /// where it was written with other keys.
    pub async fn open(url: &str, sealer: Sealer, now: DateTime<Utc>) -> Result<Self, StoreError> {
        let pool = connect::pool(url)?;
        let mut client = connect::take(&pool).await?;
        connect::check(&client).await?;
        migrate::migrate(&mut client).await?;
        sealing::expect_keys(&mut client, &sealer).await?;
        partitions::prepare(&client, now, now).await?;
        drop(client);
        Ok(Self {
            pool,
            sealer,
            lane: Arc::default(),
        })
    }

    /// Puts everything that is sealed under the newest key, also while servers write; how many rows
    /// changed.
    ///
    /// # Errors
    /// [`StoreError::Keys`] where a key is missing, otherwise as [`Postgres::check`].
    pub async fn rotate(url: &str, sealer: &Sealer) -> Result<u64, StoreError> {
        let pool = connect::pool(url)?;
        let mut reading = connect::take(&pool).await?;
        migrate::check(&reading).await?;
        let mut writing = connect::take(&pool).await?;
        sealing::rotate(&mut reading, &mut writing, sealer).await
    }

    /// Computes the migrations' and every audit line's digest again.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where one differs, [`StoreError::Unavailable`] where it cannot be read.
    pub async fn check(url: &str) -> Result<(), StoreError> {
        let pool = connect::pool(url)?;
        let mut client = connect::take(&pool).await?;
        connect::check(&client).await?;
        migrate::check(&client).await?;
        audit::check(&mut client).await.map(drop)
    }

    /// Computes every digest of the audit log again, and gives the root of each day.
    ///
    /// # Errors
    /// As [`Postgres::check`].
    pub async fn audit(url: &str) -> Result<Vec<AuditDay>, StoreError> {
        let pool = connect::pool(url)?;
        let mut client = connect::take(&pool).await?;
        migrate::check(&client).await?;
        audit::check(&mut client).await
    }

    async fn write(&self, change: &Change) -> Result<(), StoreError> {
        for _ in 0..ATTEMPTS {
            let mut client = connect::take(&self.pool).await?;
            let lane = self.lane.fetch_add(1, Ordering::Relaxed);
            match apply::apply(&mut client, &self.sealer, change, lane).await {
                Err(Broken::Off) => {}
                Err(Broken::Store(error)) => return Err(error),
                Ok(()) => return Ok(()),
            }
        }
        Err(StoreError::Unavailable(
            "the database breaks off every attempt".to_owned(),
        ))
    }
}

/// Why a transaction was not committed.
enum Broken {
    /// PostgreSQL chose it as the one to end a deadlock with: nothing is wrong with it.
    Off,
    /// As for every store.
    Store(StoreError),
}

impl From<StoreError> for Broken {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<tokio_postgres::Error> for Broken {
    fn from(error: tokio_postgres::Error) -> Self {
        use tokio_postgres::error::SqlState;
        match error.code() {
            Some(&SqlState::T_R_DEADLOCK_DETECTED | &SqlState::T_R_SERIALIZATION_FAILURE) => {
                Self::Off
            }
            _ => Self::Store(error.into()),
        }
    }
}

#[async_trait]
impl Store for Postgres {
    async fn commit(&self, change: Change) -> Result<(), StoreError> {
        // A task of its own: a caller who goes away leaves no transaction half done.
        let store = self.clone();
        let started = Instant::now();
        let done = tokio::spawn(async move { store.write(&change).await })
            .await
            .map_err(|error| StoreError::Unavailable(error.to_string()))
            .flatten();
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
        read::application(&connect::take(&self.pool).await?, &self.sealer, number).await
    }

    async fn applications_of(
        &self,
        applicant: Iin,
        limit: u32,
    ) -> Result<Vec<StoredApplication>, StoreError> {
        read::applications_of(
            &connect::take(&self.pool).await?,
            &self.sealer,
            applicant,
            limit,
        )
        .await
    }

    async fn open_application(
        &self,
        subject: Iin,
    ) -> Result<Option<ApplicationNumber>, StoreError> {
        read::open_application(&connect::take(&self.pool).await?, &self.sealer, subject).await
    }

    async fn overdue(
        &self,
        now: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<ApplicationNumber>, StoreError> {
        read::overdue(&connect::take(&self.pool).await?, now, limit).await
    }

    async fn consent_by_token(&self, token: Digest) -> Result<Option<ConsentRef>, StoreError> {
        read::consent_by_token(&connect::take(&self.pool).await?, token).await
    }

    async fn consents_of(
        &self,
        owner: OwnerId,
        limit: u32,
    ) -> Result<Vec<StoredConsent>, StoreError> {
        read::consents_of(
            &connect::take(&self.pool).await?,
            &self.sealer,
            owner,
            limit,
        )
        .await
    }

    async fn reply(
        &self,
        key: Digest,
        now: DateTime<Utc>,
    ) -> Result<Option<KeptReply>, StoreError> {
        read::reply(&connect::take(&self.pool).await?, &self.sealer, key, now).await
    }

    async fn code(&self, purpose: &Purpose) -> Result<Option<StoredCode>, StoreError> {
        read::code(&connect::take(&self.pool).await?, &self.sealer, purpose).await
    }

    async fn wrong_codes(
        &self,
        iin: Iin,
        gate: Gate,
        since: DateTime<Utc>,
    ) -> Result<u32, StoreError> {
        read::wrong_codes(
            &connect::take(&self.pool).await?,
            &self.sealer,
            iin,
            gate,
            since,
        )
        .await
    }

    async fn wrong_codes_of_all(
        &self,
        gate: Gate,
        since: DateTime<Utc>,
        most: u32,
    ) -> Result<u32, StoreError> {
        read::wrong_codes_of_all(&connect::take(&self.pool).await?, gate, since, most).await
    }

    async fn codes_issued(
        &self,
        iin: Iin,
        gate: Gate,
        since: DateTime<Utc>,
    ) -> Result<u32, StoreError> {
        let client = connect::take(&self.pool).await?;
        read::codes_issued(&client, &self.sealer, iin, gate, since).await
    }

    async fn session(&self, token: Digest) -> Result<Option<Session>, StoreError> {
        read::session(&connect::take(&self.pool).await?, &self.sealer, token).await
    }

    async fn challenge(&self, hash: Digest, now: DateTime<Utc>) -> Result<bool, StoreError> {
        read::challenge(&connect::take(&self.pool).await?, hash, now).await
    }

    async fn evidence(&self, number: ApplicationNumber) -> Result<Vec<StoredEvidence>, StoreError> {
        read::evidence(&connect::take(&self.pool).await?, &self.sealer, number).await
    }

    async fn qr(&self, token: Digest) -> Result<Option<StoredQr>, StoreError> {
        read::qr(&connect::take(&self.pool).await?, token).await
    }

    async fn notifications(&self, of: Iin, limit: u32) -> Result<Vec<Notification>, StoreError> {
        read::notifications(&connect::take(&self.pool).await?, &self.sealer, of, limit).await
    }

    async fn outgoing(
        &self,
        now: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<StoredOutgoing>, StoreError> {
        read::outgoing(&connect::take(&self.pool).await?, &self.sealer, now, limit).await
    }

    async fn staff(&self, iin: Iin) -> Result<Option<Staff>, StoreError> {
        read_staff::staff(&connect::take(&self.pool).await?, &self.sealer, iin).await
    }

    async fn looks(&self, number: ApplicationNumber, limit: u32) -> Result<Vec<Look>, StoreError> {
        read_staff::looks(&connect::take(&self.pool).await?, number, limit).await
    }

    async fn audit_lines(
        &self,
        about: Option<ApplicationNumber>,
        before: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<AuditLine>, StoreError> {
        read_staff::audit_lines(&connect::take(&self.pool).await?, about, before, limit).await
    }

    async fn audit_days(&self) -> Result<Vec<AuditDay>, StoreError> {
        audit::check(&mut connect::take(&self.pool).await?).await
    }

    async fn overview(&self, now: DateTime<Utc>) -> Result<Overview, StoreError> {
        overview::overview(&connect::take(&self.pool).await?, now).await
    }

    async fn filings(&self, now: DateTime<Utc>) -> Result<Filings, StoreError> {
        overview::filings(&connect::take(&self.pool).await?, now).await
    }
}
