use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use rusqlite::Connection;
use tokio::{sync::Semaphore, task::spawn_blocking};

use super::connection::open_to_read;
use crate::{adapters::sealing::Sealer, ports::store::StoreError};

/// How many reads run at the same time.
const AT_ONCE: usize = 4;

/// A few connections that only read.
#[derive(Debug)]
pub(super) struct Readers {
    file: PathBuf,
    sealer: Sealer,
    idle: Arc<Mutex<Vec<Connection>>>,
    places: Arc<Semaphore>,
}

impl Readers {
    pub(super) fn new(file: PathBuf, sealer: Sealer) -> Self {
        Self {
            file,
            sealer,
            idle: Arc::default(),
            places: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }

    /// Runs a read on a connection of its own, off the threads that serve requests.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Connection, &Sealer) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let place = Arc::clone(&self.places)
            .acquire_owned()
            .await
            .map_err(|error| StoreError::Unavailable(error.to_string()))?;
        let idle = Arc::clone(&self.idle);
        let (file, sealer) = (self.file.clone(), self.sealer.clone());
        spawn_blocking(move || {
            let _until_done = place;
            let waiting = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let connection = match waiting {
                Some(connection) => connection,
                None => open_to_read(&file)?,
            };
            let answer = question(&connection, &sealer);
            idle.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(connection);
            answer
        })
        .await
        .map_err(|error| StoreError::Unavailable(error.to_string()))?
    }
}
