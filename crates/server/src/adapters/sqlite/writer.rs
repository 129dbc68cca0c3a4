use std::thread;

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use super::{apply::apply, log::Log};
use crate::{
    adapters::sealing::Sealer,
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
    pub(super) fn start(connection: Connection, sealer: Sealer) -> Result<Self, StoreError> {
        let (queue, orders) = mpsc::channel(QUEUE);
        let log = Log::start(&connection)?;
        thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || write(connection, log, &sealer, orders))
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

fn write(mut connection: Connection, log: Log, sealer: &Sealer, mut orders: mpsc::Receiver<Order>) {
    while let Some(first) = orders.blocking_recv() {
        let mut group = vec![first];
        while group.len() < GROUP
            && let Ok(next) = orders.try_recv()
        {
            group.push(next);
        }
        let results = write_group(&mut connection, sealer, &group);
        METRICS.synced(group.len());
        for (order, result) in group.into_iter().zip(results) {
            // Nobody may be waiting any more; the change is written all the same.
            let _nobody = order.done.send(result);
        }
        log.keep_short(&connection);
    }
    log.finish(&connection);
}

/// One transaction for the group, one savepoint for each change: a change that fails takes nobody
/// with it, and nothing is acknowledged before all of it is on the disk.
fn write_group(
    connection: &mut Connection,
    sealer: &Sealer,
    group: &[Order],
) -> Vec<Result<(), StoreError>> {
    let mut attempt = || -> Result<Vec<Result<(), StoreError>>, StoreError> {
        let transaction =
            connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let results = group
            .iter()
            .map(|order| write_one(&transaction, sealer, &order.change))
            .collect();
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

/// One change, or nothing of it. The statements are kept prepared, which a savepoint of the library's
/// would not be.
fn write_one(transaction: &Connection, sealer: &Sealer, change: &Change) -> Result<(), StoreError> {
    let run = |sql| transaction.prepare_cached(sql)?.execute([]).map(drop);
    run("SAVEPOINT change")?;
    let applied = apply(transaction, sealer, change);
    if applied.is_err() {
        run("ROLLBACK TO change")?;
    }
    run("RELEASE change")?;
    applied
}
