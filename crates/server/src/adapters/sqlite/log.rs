use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{SyncSender, sync_channel},
    },
    thread::{self, JoinHandle},
};

use rusqlite::Connection;

use super::connection::open_to_write;
use crate::ports::store::StoreError;

/// From how many pages of 4 KiB that are only in the log they are moved into the file. A page that is
/// written again by then is moved once, so more pages are less work.
const WAITING: u64 = 2000;
/// At how many pages the log begins anew. It can only when every page of it is in the file, so the
/// writer itself moves the last ones, and those who file wait for that: the longer the log may be, the
/// more seldom.
const LONGEST: u64 = 8000;

/// The write-ahead log, which is moved into the file by a thread of its own while the writer goes on:
/// it is as much to write as the log itself, and those who file need not wait for it.
#[derive(Debug)]
pub(super) struct Log {
    wake: SyncSender<()>,
    moving: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

/// How long the log is.
#[derive(Clone, Copy, Debug)]
struct Length {
    /// Pages in it.
    pages: u64,
    /// Of these, pages that are not in the file yet.
    waiting: u64,
}

impl Log {
    /// Starts the thread for the file that this connection writes.
    pub(super) fn start(writer: &Connection) -> Result<Self, StoreError> {
        let file = writer.path().unwrap_or_default().to_owned();
        let connection = open_to_write(file.as_ref())?;
        writer.pragma_update(None, "wal_autocheckpoint", 0)?;
        let (wake, woken) = sync_channel(1);
        let moving = Arc::new(AtomicBool::new(false));
        let busy = Arc::clone(&moving);
        let thread = thread::Builder::new()
            .name("sqlite-log".to_owned())
            .spawn(move || {
                while woken.recv().is_ok() {
                    checkpoint(&connection, "PASSIVE");
                    busy.store(false, Ordering::Release);
                }
            })
            .map_err(|error| StoreError::Unavailable(error.to_string()))?;
        Ok(Self {
            wake,
            moving,
            thread,
        })
    }

    /// To be called by the writer between two transactions.
    pub(super) fn keep_short(&self, writer: &Connection) {
        if self.moving.load(Ordering::Acquire) {
            return;
        }
        let Some(length) = checkpoint(writer, "NOOP") else {
            return;
        };
        if length.pages >= LONGEST {
            checkpoint(writer, "PASSIVE");
        } else if length.waiting >= WAITING {
            self.moving.store(true, Ordering::Release);
            // The thread waits, as nothing is being moved.
            let _woken = self.wake.try_send(());
        }
    }

    /// Moves all of it, as the last that the writer does; readers may go on longer.
    pub(super) fn finish(self, writer: &Connection) {
        drop(self.wake);
        if self.thread.join().is_err() {
            tracing::error!("the thread that moves the log has died");
        }
        checkpoint(writer, "TRUNCATE");
    }
}

/// Moves pages of the log into the file as the mode says and tells how long the log is. What could not
/// be moved stays in the log, which is as safe, and is moved the next time.
fn checkpoint(connection: &Connection, mode: &str) -> Option<Length> {
    let done = connection
        .prepare_cached(&format!("PRAGMA wal_checkpoint({mode})"))
        .and_then(|mut statement| {
            statement.query_row([], |row| {
                let (pages, moved): (i64, i64) = (row.get(1)?, row.get(2)?);
                Ok(Length {
                    pages: u64::try_from(pages).unwrap_or(0),
                    waiting: u64::try_from(pages - moved).unwrap_or(0),
                })
            })
        });
    match done {
        Ok(length) => Some(length),
        Err(error) => {
            tracing::warn!(%error, mode, "the write-ahead log stays as it is");
            None
        }
    }
}
