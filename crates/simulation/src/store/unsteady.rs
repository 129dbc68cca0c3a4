use std::{future::Future, sync::Arc};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use registration::{
    application::ApplicationNumber,
    identifiers::{Iin, OwnerId},
};
use server::ports::store::{
    AuditDay, AuditLine, Change, ConsentRef, Digest, Effect, Filings, Gate, KeptReply, Look,
    Notification, Overview, Purpose, Session, Staff, Store, StoreError, StoredApplication,
    StoredCode, StoredConsent, StoredEvidence, StoredOutgoing, StoredQr,
};

use super::Shelf;
use crate::world::World;

/// The store as a process has it: slow, failing, and asked by others in between.
pub(crate) struct Unsteady {
    pub(crate) shelf: Arc<Shelf>,
    pub(crate) world: Arc<World>,
}

fn unavailable(what: impl ToString) -> StoreError {
    StoreError::Unavailable(what.to_string())
}

impl Unsteady {
    fn finish<T>(
        &self,
        work: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        self.shelf
            .finish(work)
            .unwrap_or_else(|| Err(unavailable("the store does not come to an end")))
    }

    /// Asks the store, with what comes before and after a question.
    async fn ask<T>(
        &self,
        question: impl AsyncFnOnce(&dyn Store) -> Result<T, StoreError> + Send,
    ) -> Result<T, StoreError>
    where
        T: Send,
    {
        let store = self.before().await?;
        let found = self.finish(question(&*store));
        self.after().await;
        found
    }

    /// What comes before a question: time, in which others write.
    async fn before(&self) -> Result<Arc<dyn Store>, StoreError> {
        self.world.pause_for_store().await;
        if self.world.fails(|faults| faults.store_read) {
            return Err(unavailable("as the seed will have it"));
        }
        self.shelf.store().map_err(unavailable)
    }

    /// What comes after it: sometimes time, in which the answer becomes an old one.
    async fn after(&self) {
        if self.world.happens(300) {
            self.world.pause_for_store().await;
        }
    }
}

#[async_trait]
impl Store for Unsteady {
    async fn commit(&self, change: Change) -> Result<(), StoreError> {
        self.world.pause_for_store().await;
        if self.world.fails(|faults| faults.store_before) {
            self.world
                .tell(|| "the store fails and writes nothing".to_owned());
            return Err(unavailable("as the seed will have it"));
        }
        let store = self.shelf.store().map_err(unavailable)?;
        let written = self.finish(store.commit(change.clone()));
        if written.is_ok() {
            self.note(&*store, &change)?;
        } else {
            self.world
                .tell(|| format!("the store refuses: {written:?}"));
        }
        self.world.pause_for_store().await;
        if self.world.fails(|faults| faults.store_after) {
            self.world
                .tell(|| "the store says that it failed".to_owned());
            return Err(unavailable("as the seed will have it"));
        }
        written
    }

    async fn application(
        &self,
        number: ApplicationNumber,
    ) -> Result<Option<StoredApplication>, StoreError> {
        self.ask(async |store| store.application(number).await)
            .await
    }

    async fn applications_of(
        &self,
        applicant: Iin,
        limit: u32,
    ) -> Result<Vec<StoredApplication>, StoreError> {
        self.ask(async |store| store.applications_of(applicant, limit).await)
            .await
    }

    async fn open_application(
        &self,
        subject: Iin,
    ) -> Result<Option<ApplicationNumber>, StoreError> {
        self.ask(async |store| store.open_application(subject).await)
            .await
    }

    async fn overdue(
        &self,
        now: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<ApplicationNumber>, StoreError> {
        self.ask(async |store| store.overdue(now, limit).await)
            .await
    }

    async fn consent_by_token(&self, token: Digest) -> Result<Option<ConsentRef>, StoreError> {
        self.ask(async |store| store.consent_by_token(token).await)
            .await
    }

    async fn consents_of(
        &self,
        owner: OwnerId,
        limit: u32,
    ) -> Result<Vec<StoredConsent>, StoreError> {
        self.ask(async |store| store.consents_of(owner, limit).await)
            .await
    }

    async fn reply(
        &self,
        key: Digest,
        now: DateTime<Utc>,
    ) -> Result<Option<KeptReply>, StoreError> {
        self.ask(async |store| store.reply(key, now).await).await
    }

    async fn code(&self, purpose: &Purpose) -> Result<Option<StoredCode>, StoreError> {
        self.ask(async |store| store.code(purpose).await).await
    }

    async fn wrong_codes(
        &self,
        iin: Iin,
        gate: Gate,
        since: DateTime<Utc>,
    ) -> Result<u32, StoreError> {
        self.ask(async |store| store.wrong_codes(iin, gate, since).await)
            .await
    }

    async fn wrong_codes_of_all(
        &self,
        gate: Gate,
        since: DateTime<Utc>,
        most: u32,
    ) -> Result<u32, StoreError> {
        self.ask(async |store| store.wrong_codes_of_all(gate, since, most).await)
            .await
    }

    async fn codes_issued(
        &self,
        iin: Iin,
        gate: Gate,
        since: DateTime<Utc>,
    ) -> Result<u32, StoreError> {
        self.ask(async |store| store.codes_issued(iin, gate, since).await)
            .await
    }

    async fn staff(&self, iin: Iin) -> Result<Option<Staff>, StoreError> {
        self.ask(async |store| store.staff(iin).await).await
    }

    async fn looks(&self, number: ApplicationNumber, limit: u32) -> Result<Vec<Look>, StoreError> {
        self.ask(async |store| store.looks(number, limit).await)
            .await
    }

    async fn audit_lines(
        &self,
        about: Option<ApplicationNumber>,
        before: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<AuditLine>, StoreError> {
        self.ask(async |store| store.audit_lines(about, before, limit).await)
            .await
    }

    async fn audit_days(&self) -> Result<Vec<AuditDay>, StoreError> {
        self.ask(async |store| store.audit_days().await).await
    }

    async fn session(&self, token: Digest) -> Result<Option<Session>, StoreError> {
        self.ask(async |store| store.session(token).await).await
    }

    async fn challenge(&self, hash: Digest, now: DateTime<Utc>) -> Result<bool, StoreError> {
        self.ask(async |store| store.challenge(hash, now).await)
            .await
    }

    async fn evidence(&self, of: ApplicationNumber) -> Result<Vec<StoredEvidence>, StoreError> {
        self.ask(async |store| store.evidence(of).await).await
    }

    async fn qr(&self, token: Digest) -> Result<Option<StoredQr>, StoreError> {
        self.ask(async |store| store.qr(token).await).await
    }

    async fn notifications(&self, of: Iin, limit: u32) -> Result<Vec<Notification>, StoreError> {
        self.ask(async |store| store.notifications(of, limit).await)
            .await
    }

    async fn overview(&self, now: DateTime<Utc>) -> Result<Overview, StoreError> {
        self.ask(async |store| store.overview(now).await).await
    }

    async fn filings(&self, now: DateTime<Utc>) -> Result<Filings, StoreError> {
        self.ask(async |store| store.filings(now).await).await
    }

    async fn outgoing(
        &self,
        now: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<StoredOutgoing>, StoreError> {
        self.ask(async |store| store.outgoing(now, limit).await)
            .await
    }
}

impl Unsteady {
    /// Shows what was written to whoever watches.
    fn note(&self, store: &dyn Store, change: &Change) -> Result<(), StoreError> {
        let mut issued = Vec::new();
        for effect in &change.effects {
            if let Effect::IssueCode { purpose, code, .. } = effect
                && let Some(stored) = self.finish(store.code(purpose))?
            {
                issued.push((stored.id, *purpose, code.expires_at));
            }
        }
        let mut state = self.world.state();
        state.written += 1;
        state.tell(|| format!("written: {}", told(change)));
        let latest_ms = state.latest_ms;
        let held = state.watch.written(change, &issued, latest_ms);
        let sum = change.effects.len() as u64 * 1000 + u64::from(change.reply.is_some());
        state.count(sum);
        drop(state);
        self.world.hold(held);
        Ok(())
    }
}

/// A change in a few words, for the trace.
fn told(change: &Change) -> String {
    let effects = change.effects.iter().map(|effect| match effect {
        Effect::File { application, .. } => format!("file {}", application.number),
        Effect::Move {
            application,
            from,
            received,
            ..
        } => format!(
            "move {} from version {} to {}{}",
            application.number,
            from.0,
            application.state.name().symbol(),
            received.map_or(String::new(), |at| format!(" by an answer of {at}"))
        ),
        Effect::IssueCode { .. } => "issue a code".to_owned(),
        Effect::TryCode { id, tried, .. } => format!("try code {}: {tried:?}", id.0),
        Effect::Send(outgoing) => format!("send {}", outgoing.id.0),
        Effect::Delivered(id) => format!("delivered {}", id.0),
        Effect::Retry { id, next_at } => format!("retry {} at {next_at}", id.0),
        Effect::OpenSession { .. } => "open a session".to_owned(),
        Effect::AskOwner { .. } => "link".to_owned(),
        Effect::Notify { .. } => "notify".to_owned(),
        Effect::AskAboutDwelling { .. } => "ask about a dwelling".to_owned(),
        other => format!("{other:?}"),
    });
    effects.collect::<Vec<_>>().join(", ")
}
