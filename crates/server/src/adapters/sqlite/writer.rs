use std::thread;

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use super::apply::apply;
use crate::{
    metrics::METRICS,
    ports::store::{Change, StoreError},
};

/// How many changes may wait.
const QUEUE: usize = 1024;
/// How many changes share one sync of the disk.
const GROUP: usize = 128;

/// The thread that writes. Changes that wait while the disk syncs share the next sync.
#[derive(Debug)]
pub(super) struct Writer {
    queue: mpsc::Sender<Order>,
}

#[derive(Debug)]
struct Order {
    change: Change,
    done: oneshot::Sender<Result<(), StoreError>>,
}

impl Writer {
    pub(super) fn start(connection: Connection) -> Result<Self, StoreError> {
        let (queue, orders) = mpsc::channel(QUEUE);
        thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || write(connection, orders))
            .map_err(|error| StoreError::Unavailable(error.to_string()))?;
        Ok(Self { queue })
    }

    pub(super) async fn commit(&self, change: Change) -> Result<(), StoreError> {
        let stopped = || StoreError::Unavailable("the writer has stopped".to_owned());
        let (done, answer) = oneshot::channel();
        self.queue
            .send(Order { change, done })
            .await
            .map_err(|_| stopped())?;
        answer.await.map_err(|_| stopped())?
    }
}

fn write(mut connection: Connection, mut orders: mpsc::Receiver<Order>) {
    while let Some(first) = orders.blocking_recv() {
        let mut group = vec![first];
        while group.len() < GROUP
            && let Ok(next) = orders.try_recv()
        {
            group.push(next);
        }
        let results = write_group(&mut connection, &group);
        METRICS.synced(group.len());
        for (order, result) in group.into_iter().zip(results) {
            // Nobody may be waiting any more; the change is written all the same.
            let _nobody = order.done.send(result);
        }
    }
    // The last connection to close moves the log into the file; readers may outlive this thread.
    if let Err(error) = connection.pragma_update(None, "wal_checkpoint", "TRUNCATE") {
        tracing::debug!(%error, "the write-ahead log stays for the next start");
    }
}

/// One transaction for the group, one savepoint for each change: a change that fails takes nobody
/// with it, and nothing is acknowledged before all of it is on the disk.
fn write_group(connection: &mut Connection, group: &[Order]) -> Vec<Result<(), StoreError>> {
    let mut attempt = || -> Result<Vec<Result<(), StoreError>>, StoreError> {
        let mut transaction =
            connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let mut results = Vec::with_capacity(group.len());
        for order in group {
            let savepoint = transaction.savepoint()?;
            results.push(match apply(&savepoint, &order.change) {
                Ok(()) => savepoint.commit().map_err(StoreError::from),
                Err(error) => savepoint.finish().map_err(StoreError::from).and(Err(error)),
            });
        }
        transaction.commit()?;
        Ok(results)
    };
    attempt().unwrap_or_else(|error| {
        let text = error.to_string();
        group
            .iter()
            .map(|_| Err(StoreError::Unavailable(text.clone())))
            .collect()
    })
}
