//! What every request and the worker share.

use std::{ops::Deref, path::PathBuf, sync::Arc};

use chrono::{DateTime, NaiveDate, Utc};
use registration::identifiers::Bin;
use tokio::sync::Notify;
use tracing::Instrument;
use words::format::local_date;

use crate::{
    http::{InFlight, Limits},
    laws::Laws,
    ports::{
        Outside, Signatures,
        store::{Change, Store, StoreError},
    },
    readiness::Watch,
};

/// What the operator sets.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Address of the service as people reach it, without a slash at its end; links in messages
    /// begin with it.
    pub public_url: String,
    /// Whether cookies travel by HTTPS only; everywhere but in the sandbox.
    pub https_only: bool,
    /// Number of the organisation that runs the service, which eGov Mobile shows to who signs.
    pub bin: Option<Bin>,
    /// Folder of the built page, where this server also serves it.
    pub page: Option<PathBuf>,
}

/// What a service is put together from.
pub struct Dependencies {
    /// Registers, gateways, clock and chance.
    pub outside: Outside,
    /// Memory.
    pub store: Arc<dyn Store>,
    /// The law.
    pub laws: Laws,
    /// What the operator sets.
    pub settings: Settings,
    /// What it takes to accept digital signatures; without it none are.
    pub signatures: Option<Signatures>,
    /// From which the tokens of sessions and the hashes of one-time codes are derived. Servers of one
    /// store have the same: a request that one of them has answered gets the same session from
    /// another.
    pub session_secret: [u8; 32],
}

/// The running service; cloning it is cheap.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// What the running service is made of.
pub struct Parts {
    /// Registers, gateways, clock and chance.
    pub outside: Outside,
    /// Memory.
    pub store: Arc<dyn Store>,
    /// The law.
    pub laws: Laws,
    /// What the operator sets.
    pub settings: Settings,
    /// What readiness is judged by.
    pub watch: Watch,
    /// What it takes to accept digital signatures, where they are accepted.
    pub signatures: Option<Signatures>,
    /// Wakes the worker.
    pub(crate) work: Notify,
    /// Writes that are being done at this moment.
    pub(crate) in_flight: InFlight,
    /// Who asks too often.
    pub(crate) limits: Limits,
    /// Of whom too many refusals are kept; apart, since its buckets take a day to fill again.
    pub(crate) refusals: Limits,
    /// Held while the audit log is verified.
    pub(crate) verifying: tokio::sync::Mutex<()>,
    /// From which the tokens of sessions and the hashes of one-time codes are derived.
    pub(crate) session_secret: [u8; 32],
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl App {
    /// A process of the service that has done nothing yet.
    #[must_use]
    pub fn new(from: Dependencies) -> Self {
        Self(Arc::new(Parts {
            outside: from.outside,
            store: from.store,
            laws: from.laws,
            settings: from.settings,
            watch: Watch::default(),
            signatures: from.signatures,
            work: Notify::new(),
            in_flight: InFlight::default(),
            limits: Limits::default(),
            refusals: Limits::default(),
            verifying: tokio::sync::Mutex::default(),
            session_secret: from.session_secret,
        }))
    }

    /// Another process of the same service, under the same law, with the same settings and the same
    /// secret, that has nothing else in common with this one. A law is kept for good, so whoever
    /// begins very many processes, as the simulation does, begins them with this.
    #[must_use]
    pub fn another(&self, outside: Outside, store: Arc<dyn Store>) -> Self {
        Self::new(Dependencies {
            outside,
            store,
            laws: self.laws.shared(),
            settings: self.settings.clone(),
            signatures: self.signatures.clone(),
            session_secret: self.session_secret,
        })
    }
}

impl Parts {
    /// The time.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.outside.clock.now()
    }

    /// The date in Kazakhstan.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        local_date(self.now())
    }

    /// Writes a change and lets the worker see to what follows from it.
    ///
    /// # Errors
    /// [`StoreError`]; nothing of the change is written then.
    pub async fn commit(&self, change: Change) -> Result<(), StoreError> {
        let span = tracing::info_span!("commit");
        self.store.commit(change).instrument(span).await?;
        self.work.notify_one();
        Ok(())
    }
}
