//! A server that was not told of the newest key writes nothing any more with one that is out of use:
//! nobody could read it once that is forgotten.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, Utc};
use registration::identifiers::Iin;
use serde_json::{Value, json};
use server::{
    adapters::{
        database::Database,
        sealing::{KeysFile, Sealer},
        system::SystemRandomness,
    },
    ports::store::{Change, Effect, Notification, Store, StoreError},
};

use crate::{
    keys::ok,
    support::{Cluster, Program, Tenant, at, iin, text},
};

fn now() -> DateTime<Utc> {
    at("2026-11-22T07:00:00Z")
}

/// A file in a folder, and a PostgreSQL where there is one.
fn databases(folder: &Path, cluster: Option<&Cluster>) -> Vec<String> {
    let file = folder.join("tirkeu.sqlite").to_str().unwrap().to_owned();
    std::iter::once(file)
        .chain(cluster.map(Cluster::database))
        .collect()
}

/// Tells a server to read its keys again, and waits until it has.
#[cfg(unix)]
fn reads_keys_again(program: &Program) {
    program.signal("HUP");
    for _ in 0..600 {
        if program.logged().contains("the keys were read again") {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("the keys are not read again");
}

#[test]
#[cfg(unix)]
fn a_server_that_was_not_told_writes_nothing_that_nobody_could_read() {
    let check = |folder: &Path, database: &str| {
        let at = |name: &str| folder.join(name).to_str().unwrap().to_owned();
        let (keys, copy) = (at("original.toml"), at("copy.toml"));
        ok(&["keys", "new", &keys]);
        fs::copy(&keys, &copy).unwrap();
        let arguments = ["--database", database, "--keys", &copy];
        let mut program = Program::start_with(folder, &arguments);
        let tenant = Tenant::signed_in(&mut program);
        let list = "/api/v1/applications";
        let filing = json!({"lang": "ru", "answers": tenant.answers});
        program.ok("POST", list, &filing);
        let before = program.ok("GET", list, &Value::Null);

        ok(&["keys", "new", &keys]);
        let told = ok(&["keys", "rotate", database, "--keys", &keys, "--forget"]);
        assert!(told.contains("1 older keys are no longer"), "{told}");
        let path = "/api/v1/sign-in/code";
        let owner = json!({"iin": tenant.owner});
        let (status, problem) = program.call("POST", path, &owner);
        assert_eq!((status, text(&problem, "code")), (503, "store_down"));
        let log = program.logged();
        assert!(log.contains("nothing is written any more with key 1"));

        fs::copy(&keys, &copy).unwrap();
        reads_keys_again(&program);
        program.ok("POST", path, &owner);
        assert_eq!(program.ok("GET", list, &Value::Null), before);
        program.messages(&tenant.owner_phone, 2);
    };
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let cluster = Cluster::shared();
    let databases = databases(folders[0].path(), cluster.as_deref());
    for (folder, database) in folders.iter().zip(databases) {
        check(folder.path(), &database);
    }
}

/// The keys of a server, which has a copy that does not follow the file, and the file.
fn copied(folder: &Path) -> (Sealer, PathBuf) {
    let (keys, copy) = (folder.join("original.toml"), folder.join("copy.toml"));
    KeysFile::new(&SystemRandomness)
        .unwrap()
        .write_new(&keys)
        .unwrap();
    fs::copy(&keys, &copy).unwrap();
    (Sealer::open(&copy).unwrap(), keys)
}

/// Does something on a database of each kind, with the copy of the keys that a server has, and the file.
async fn on_each_database(check: impl AsyncFn(Database, Sealer, PathBuf)) {
    let folder = tempfile::tempdir().unwrap();
    let cluster = Cluster::shared();
    let databases = databases(folder.path(), cluster.as_deref());
    for (round, database) in databases.into_iter().enumerate() {
        let folder = folder.path().join(round.to_string());
        fs::create_dir(&folder).unwrap();
        let (old, keys) = copied(&folder);
        check(database.parse().unwrap(), old, keys).await;
    }
}

/// The same file after something was done to it.
fn changed(keys: &Path, change: impl FnOnce(&mut KeysFile)) -> Sealer {
    let mut file = KeysFile::read(keys).unwrap();
    change(&mut file);
    file.replace(keys).unwrap();
    Sealer::open(keys).unwrap()
}

fn one_more(file: &mut KeysFile) {
    file.add(&SystemRandomness).unwrap();
}

/// Writes until it is refused: how much was acknowledged, and why it was refused.
async fn write(store: Arc<dyn Store>, iin: Iin, all: Arc<AtomicUsize>) -> (usize, StoreError) {
    let mut acknowledged = 0;
    loop {
        let notification = Notification {
            at: now(),
            number: None,
            text: "сәлем".to_owned(),
        };
        let notify = Effect::Notify { iin, notification };
        match store.commit(Change::new(now(), vec![notify])).await {
            Ok(()) => acknowledged += 1,
            Err(error) => return (acknowledged, error),
        }
        all.fetch_add(1, Ordering::SeqCst);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_acknowledged_while_a_key_is_forgotten_can_be_read_without_it() {
    on_each_database(async |database, old, keys| {
        let store = database.open(old, now()).await.unwrap();
        let all = Arc::new(AtomicUsize::new(0));
        let writers: Vec<_> = (0..8)
            .map(|writer| tokio::spawn(write(store.clone(), iin(writer), all.clone())))
            .collect();
        while all.load(Ordering::SeqCst) < 100 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let new = changed(&keys, one_more);
        for _ in 0..2 {
            database.rotate(&new).await.unwrap();
        }
        let only = changed(&keys, |file| {
            file.forget_before(2).unwrap();
        });
        let store = database.open(only, now()).await.unwrap();
        for (writer, done) in (0..).zip(writers) {
            let done = tokio::time::timeout(Duration::from_secs(60), done).await;
            let (acknowledged, refused) = done.expect("it is never refused").unwrap();
            let unavailable = matches!(refused, StoreError::Unavailable(_));
            assert!(unavailable, "{database:?}: {refused:?}");
            let read = store.notifications(iin(writer), 100_000).await.unwrap();
            assert_eq!(read.len(), acknowledged, "{database:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_key_that_a_server_has_begun_to_use_is_demanded_of_the_next_one() {
    on_each_database(async |database, old, keys| {
        let sealer = Sealer::open(&keys).unwrap();
        let store = database.open(sealer.clone(), now()).await.unwrap();
        drop(database.open(old.clone(), now()).await.unwrap());
        changed(&keys, one_more);
        assert!(sealer.refresh().unwrap());
        store.commit(Change::new(now(), Vec::new())).await.unwrap();
        let refused = database.open(old, now()).await.map(drop);
        let keys = matches!(refused, Err(StoreError::Keys(_)));
        assert!(keys, "{database:?}: {refused:?}");
    })
    .await;
}
