//! Whether requests may be sent to this process, part by part.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{
        Mutex, OnceLock, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use tokio::{task::spawn_blocking, time::timeout};

use crate::{
    app::App,
    ports::store::{Digest, StoreError},
};

/// How long the store may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);
/// For how long what the disk did is believed, so that nobody makes it busy by asking.
const BELIEVED: TimeDelta = TimeDelta::seconds(1);
/// How much is written to see whether anything can be, in bytes.
const PROBE: [u8; 4096] = [b'.'; 4096];

/// Which part works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Readiness {
    /// Whether all do, and the server is not stopping.
    pub ready: bool,
    /// Whether the server is stopping.
    pub stopping: bool,
    /// Whether the store answers in two seconds.
    pub store: bool,
    /// Whether a law is in force today.
    pub policy: bool,
    /// Whether the folder for what must not be lost can be written to.
    pub disk: bool,
    /// Whether the database takes what is sealed with the newest key that the server has.
    pub keys: bool,
}

/// What readiness is judged by, beside the store and the law.
#[derive(Debug, Default)]
pub struct Watch {
    stopping: AtomicBool,
    folder: OnceLock<PathBuf>,
    written: Mutex<Option<(DateTime<Utc>, bool)>>,
    keys_out_of_use: AtomicBool,
}

impl Watch {
    /// Watches the folder for what must not be lost, too. Only the first folder counts.
    pub fn disk(&self, folder: &Path) {
        let _second = self.folder.set(folder.to_owned());
    }

    /// From now on no requests should be sent here; those that come are still answered.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::SeqCst);
    }

    /// Says whether the database has refused the newest key that the server has.
    pub fn keys(&self, out_of_use: bool) {
        self.keys_out_of_use.store(out_of_use, Ordering::Relaxed);
    }

    async fn can_write(&self, now: DateTime<Utc>) -> bool {
        let Some(folder) = self.folder.get().cloned() else {
            return true;
        };
        let last = *self.written.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, could)) = last
            && (TimeDelta::zero()..BELIEVED).contains(&(now - at))
        {
            return could;
        }
        let probed = spawn_blocking(move || probe(&folder)).await;
        let could = match probed {
            Ok(Ok(())) => true,
            Ok(Err(error)) => {
                tracing::error!(%error, "the folder for what must not be lost cannot be written to");
                false
            }
            Err(_) => false,
        };
        *self.written.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, could));
        could
    }
}

impl App {
    /// Looks at each part.
    pub async fn readiness(&self) -> Readiness {
        // A question that changes nothing: asking for due work would take it from another server.
        let question = self.store.session(Digest::of(b"readiness"));
        let store = match timeout(PATIENCE, question).await {
            Ok(answer) => answer.map(drop),
            Err(_) => Err(StoreError::Unavailable("no answer in time".to_owned())),
        };
        if let Err(error) = &store {
            tracing::error!(%error, "the store does not answer");
        }
        let policy = self.laws.current().on(self.today()).is_ok();
        let disk = self.watch.can_write(self.now()).await;
        let keys = !self.watch.keys_out_of_use.load(Ordering::Relaxed);
        let stopping = self.watch.stopping.load(Ordering::SeqCst);
        Readiness {
            ready: store.is_ok() && policy && disk && keys && !stopping,
            stopping,
            store: store.is_ok(),
            policy,
            disk,
            keys,
        }
    }
}

fn probe(folder: &Path) -> io::Result<()> {
    let file = folder.join(format!(".ready-{}", std::process::id()));
    let written = fs::write(&file, PROBE);
    let removed = fs::remove_file(&file);
    written.and(removed)
}
