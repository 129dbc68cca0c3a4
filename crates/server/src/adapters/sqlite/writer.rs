use std::thread;

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::{mpsc, oneshot};

use super::{
    apply::{Ahead, apply},
    log::Log,
    sealing::expect_in_use,
};
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
    sealer: Sealer,
}

#[derive(Debug)]
struct Order {
    change: Change,
    ahead: Ahead,
    done: oneshot::Sender<Result<(), StoreError>>,
}

impl Writer {
    pub(super) fn start(connection: Connection, sealer: Sealer) -> Result<Self, StoreError> {
        let (queue, orders) = mpsc::channel(QUEUE);
        let log = Log::start(&connection)?;
        let here = sealer.clone();
        thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || write(connection, log, &sealer, orders))
            .map_err(|error| StoreError::Unavailable(error.to_string()))?;
        Ok(Self {
            queue,
            sealer: here,
        })
    }

    pub(super) async fn commit(&self, change: Change) -> Result<(), StoreError> {
        let stopped = || StoreError::Unavailable("the writer has stopped".to_owned());
        let ahead = Ahead::seal(&self.sealer, &change)?;
        let (done, answer) = oneshot::channel();
        self.queue
            .send(Order {
                change,
                ahead,
                done,
            })
            .await
            .map_err(|_| stopped())?;
        answer.await.map_err(|_| stopped())?
    }
}

fn write(
    mut connection: Connection,
    mut log: Log,
    sealer: &Sealer,
    mut orders: mpsc::Receiver<Order>,
) {
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
    log.finish(connection);
}

/// One transaction for the group. A change that fails takes nobody with it, and nothing is acknowledged
/// before all of it is on the disk.
fn write_group(
    connection: &mut Connection,
    sealer: &Sealer,
    group: &[Order],
) -> Vec<Result<(), StoreError>> {
    let written = match write_together(connection, sealer, group) {
        Ok(Ok(())) => Ok(group.iter().map(|_| Ok(())).collect()),
        Ok(Err(error)) if group.len() == 1 => Ok(vec![Err(error)]),
        Ok(Err(_)) => write_apart(connection, sealer, group),
        Err(error) => Err(error),
    };
    written.unwrap_or_else(|error| {
        let text = error.to_string();
        group
            .iter()
            .map(|_| Err(StoreError::Unavailable(text.clone())))
            .collect()
    })
}

fn begin<'a>(
    connection: &'a mut Connection,
    sealer: &Sealer,
) -> Result<Transaction<'a>, StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    expect_in_use(&transaction, sealer)?;
    Ok(transaction)
}

/// All of a group, or, where one of its changes fails, nothing of it and why that one failed.
fn write_together(
    connection: &mut Connection,
    sealer: &Sealer,
    group: &[Order],
) -> Result<Result<(), StoreError>, StoreError> {
    let transaction = begin(connection, sealer)?;
    for order in group {
        if let Err(error) = order.apply(&transaction, sealer) {
            return Ok(Err(error));
        }
    }
    transaction.commit()?;
    Ok(Ok(()))
}

/// Every change of a group that does not fail, each in a savepoint, for which every page that it
/// changes is copied; so this is done only where one has failed.
fn write_apart(
    connection: &mut Connection,
    sealer: &Sealer,
    group: &[Order],
) -> Result<Vec<Result<(), StoreError>>, StoreError> {
    let transaction = begin(connection, sealer)?;
    let run = |sql| transaction.prepare_cached(sql)?.execute([]).map(drop);
    let mut results = Vec::with_capacity(group.len());
    for order in group {
        // A savepoint of the library's would be planned anew each time.
        run("SAVEPOINT change")?;
        let applied = order.apply(&transaction, sealer);
        if applied.is_err() {
            run("ROLLBACK TO change")?;
        }
        run("RELEASE change")?;
        results.push(applied);
    }
    transaction.commit()?;
    Ok(results)
}

impl Order {
    fn apply(&self, transaction: &Connection, sealer: &Sealer) -> Result<(), StoreError> {
        let ahead = self.ahead.is_fresh(sealer).then_some(&self.ahead);
        apply(transaction, sealer, &self.change, ahead)
    }
}
