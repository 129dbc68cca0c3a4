use std::{
    future::Future,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, Waker},
};

use server::{
    adapters::{sealing::Sealer, sqlite::Sqlite},
    ports::store::Store,
};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use super::{StoreKind, model::Model};

/// The store itself, which does at once what it is asked.
pub(crate) struct Shelf {
    store: Mutex<Option<Arc<dyn Store>>>,
    /// What a store in a file needs: threads that are waited for, and a folder.
    machine: Option<(Runtime, TempDir)>,
}

impl Shelf {
    pub(crate) fn new(kind: StoreKind) -> Result<Self, String> {
        if kind != StoreKind::Sqlite {
            let model = Model::new(kind == StoreKind::Leased);
            return Ok(Self {
                store: Mutex::new(Some(Arc::new(model))),
                machine: None,
            });
        }
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .build()
            .map_err(|error| error.to_string())?;
        let folder = TempDir::new().map_err(|error| error.to_string())?;
        let shelf = Self {
            store: Mutex::new(None),
            machine: Some((runtime, folder)),
        };
        shelf.open_again()?;
        Ok(shelf)
    }

    pub(crate) fn store(&self) -> Result<Arc<dyn Store>, String> {
        let store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        store.clone().ok_or_else(|| "the store is shut".to_owned())
    }

    /// Shuts a store in a file and opens it anew, which also checks the end of its audit log.
    pub(crate) fn open_again(&self) -> Result<(), String> {
        let Some((_, folder)) = &self.machine else {
            return Ok(());
        };
        let mut store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        *store = None;
        let file = folder.path().join("tirkeu.sqlite");
        let sealer = Sealer::open_or_make(&folder.path().join("keys.toml"));
        let sealer = sealer.map_err(|error| error.to_string())?;
        let opened = Sqlite::open(&file, sealer).map_err(|error| error.to_string())?;
        *store = Some(Arc::new(opened));
        Ok(())
    }

    /// Reads every page and every line of the audit log of a store in a file; how many lines.
    pub(crate) fn check(&self) -> Result<Option<u64>, String> {
        let Some((_, folder)) = &self.machine else {
            return Ok(None);
        };
        let file = folder.path().join("tirkeu.sqlite");
        Sqlite::check(&file).map_err(|error| error.to_string())?;
        let days = Sqlite::audit(&file).map_err(|error| error.to_string())?;
        Ok(Some(days.iter().map(|day| day.lines).sum()))
    }

    /// Waits for what the store does, as if it took no time.
    pub(crate) fn finish<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        if let Some((runtime, _)) = &self.machine {
            return Some(runtime.block_on(work));
        }
        let mut work = std::pin::pin!(work);
        match work.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(done) => Some(done),
            Poll::Pending => None,
        }
    }
}
