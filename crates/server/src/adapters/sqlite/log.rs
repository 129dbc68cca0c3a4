use std::{
    fs::File,
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

/// From how many pages of 4 KiB that are only in the log they are moved into the file. The disk does one
/// thing after the other, so a sync of the log waits for what is being moved: fewer pages at a time are a
/// shorter wait, more are less to move, as a page that is written again by then is moved once.
const WAITING: u64 = 600;
/// At how many pages the log begins anew, which is 64 MiB. It can only when every page of it is in the
/// file, so the writer itself moves the last ones, and those who file wait for that: the longer the log
/// may be, the more seldom.
const LONGEST: u64 = 16_000;
/// How many pages the writer moves at most, unless the log is four times as long as it should be.
const LAST: u64 = 600;

/// The write-ahead log, which is moved into the file by a thread of its own while the writer goes on:
/// it is as much to write as the log itself, and those who file need not wait for it.
#[derive(Debug)]
pub(super) struct Log {
    wake: SyncSender<()>,
    moving: Arc<AtomicBool>,
    thread: JoinHandle<File>,
    complaints: Complaints,
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
        let unavailable = |error: std::io::Error| StoreError::Unavailable(error.to_string());
        let path = writer.path().unwrap_or_default().to_owned();
        let connection = open_to_write(path.as_ref())?;
        writer.pragma_update(None, "wal_autocheckpoint", 0)?;
        let file = File::open(path).map_err(unavailable)?;
        let (wake, woken) = sync_channel(1);
        let moving = Arc::new(AtomicBool::new(false));
        let busy = Arc::clone(&moving);
        let thread = thread::Builder::new()
            .name("sqlite-log".to_owned())
            .spawn(move || {
                let mut complaints = Complaints::default();
                while woken.recv().is_ok() {
                    complaints.hear(checkpoint(&connection, "PASSIVE").err());
                    // SQLite syncs the file when all of the log is in it, and the writer waits for that;
                    // what is on the disk already is not waited for. The log begins anew after SQLite's
                    // own sync alone, which is told of what failed here too.
                    let _synced = file.sync_data();
                    busy.store(false, Ordering::Release);
                }
                file
            })
            .map_err(unavailable)?;
        Ok(Self {
            wake,
            moving,
            thread,
            complaints: Complaints::default(),
        })
    }

    /// To be called by the writer between two transactions.
    pub(super) fn keep_short(&mut self, writer: &Connection) {
        if self.moving.load(Ordering::Acquire) {
            return;
        }
        let length = match checkpoint(writer, "NOOP") {
            Ok(length) => length,
            Err(error) => return self.complaints.hear(Some(error)),
        };
        let long = length.pages >= LONGEST;
        if long && (length.waiting <= LAST || length.pages >= 4 * LONGEST) {
            self.complaints.hear(checkpoint(writer, "PASSIVE").err());
        } else if long || length.waiting >= WAITING {
            // Before the thread is woken, which may have done it by the time that this goes on.
            self.moving.store(true, Ordering::Release);
            // The thread waits, as nothing is being moved, unless it has died.
            if self.wake.try_send(()).is_err() {
                self.moving.store(false, Ordering::Release);
            }
        }
    }

    /// Moves all of it, as the last that the writer does; readers may go on longer.
    pub(super) fn finish(mut self, writer: Connection) {
        drop(self.wake);
        let file = self.thread.join();
        self.complaints.hear(checkpoint(&writer, "TRUNCATE").err());
        drop(writer);
        // Last, because when a process closes a file, all its locks on that are gone (POSIX).
        if file.map(drop).is_err() {
            tracing::error!("the thread that moves the log has died");
        }
    }
}

/// Says once that the log cannot be moved, until it can again: on a full disk that is with every group.
#[derive(Debug, Default)]
struct Complaints {
    said: bool,
}

impl Complaints {
    /// What is left in the log is as safe there, and is moved the next time.
    fn hear(&mut self, error: Option<rusqlite::Error>) {
        if let Some(error) = &error
            && !self.said
        {
            tracing::warn!(%error, "the write-ahead log stays as it is");
        }
        self.said = error.is_some();
    }
}

/// Moves pages of the log into the file as the mode says and tells how long the log is.
fn checkpoint(connection: &Connection, mode: &str) -> Result<Length, rusqlite::Error> {
    connection
        .prepare_cached(&format!("PRAGMA wal_checkpoint({mode})"))?
        .query_row([], |row| {
            let (pages, moved): (i64, i64) = (row.get(1)?, row.get(2)?);
            Ok(Length {
                pages: u64::try_from(pages).unwrap_or(0),
                waiting: u64::try_from(pages - moved).unwrap_or(0),
            })
        })
}
