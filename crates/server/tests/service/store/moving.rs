//! Databases checked, copied, backed up and restored from the command line.

use std::{
    path::Path,
    process::{Command, Output},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use server::{
    adapters::{postgres::Postgres, sqlite::Sqlite},
    ports::store::Store,
};

use super::{commit, filed, filing, noon, number, the_contract};
use crate::support::{Cluster, iin};

/// `tirkeu db` with PostgreSQL's programs on PATH.
fn db(programs: Option<&Path>, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tirkeu"));
    command.arg("db").args(arguments);
    if let Some(programs) = programs {
        command.env("PATH", programs);
    }
    command.output().unwrap()
}

fn ok(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{said}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn refused(output: &Output, why: &str) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains(why), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_file_is_backed_up_while_it_is_written_to_and_restored() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let store = Arc::new(Sqlite::open(Path::new(&at("live"))).unwrap());
    let acknowledged = filed(1, iin(1), iin(2), iin(3));
    commit(&*store, vec![filing(&acknowledged)]).await.unwrap();
    let stop = Arc::new(AtomicBool::new(false));
    let (writer, until) = (store.clone(), stop.clone());
    let writing = tokio::spawn(async move {
        for bits in 2_u32.. {
            if until.load(Ordering::Relaxed) {
                return bits;
            }
            let people = [iin(bits % 1000), iin(1000 + bits), iin(2)];
            let filing = filing(&filed(u64::from(bits), people[0], people[1], people[2]));
            commit(&*writer, vec![filing]).await.unwrap();
        }
        0
    });
    ok(&db(None, &["backup", &at("live"), &at("copy")]));
    stop.store(true, Ordering::Relaxed);
    let written = writing.await.unwrap();
    assert!(written > 2, "it was written to meanwhile");
    ok(&db(None, &["check", &at("live")]));
    refused(&db(None, &["backup", &at("live"), &at("copy")]), "exists");
    ok(&db(None, &["restore", &at("copy"), &at("restored")]));
    refused(
        &db(None, &["restore", &at("copy"), &at("restored")]),
        "exists",
    );
    let restored = Sqlite::open(Path::new(&at("restored"))).unwrap();
    assert_eq!(
        restored.application(number(1)).await.unwrap(),
        store.application(number(1)).await.unwrap()
    );
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(at("copy")).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0, "nobody else reads it");
    // A copy that is not whole is not restored.
    let mut bytes = std::fs::read(at("copy")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 4096].fill(0x5a);
    std::fs::write(at("broken"), bytes).unwrap();
    refused(
        &db(None, &["restore", &at("broken"), &at("again")]),
        "damaged",
    );
    assert!(!Path::new(&at("again")).exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_file_is_copied_into_postgres_with_all_that_is_in_it() {
    let Some(cluster) = Cluster::shared() else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("live");
    let path = file.to_string_lossy().into_owned();
    let store = Sqlite::open(&file).unwrap();
    the_contract(&store).await;
    let url = cluster.database();
    let told = ok(&db(None, &["copy", &path, &url]));
    for table in ["applications", "events", "evidence", "replies", "audit"] {
        let line = told.lines().find(|line| line.starts_with(table)).unwrap();
        assert!(line.ends_with("the same"), "{line}");
        assert!(!line.contains(" 0 rows"), "{line}");
    }
    ok(&db(None, &["check", &url]));
    refused(&db(None, &["copy", &path, &url]), "not empty");
    let copied = Postgres::open(&url, noon()).await.unwrap();
    for bits in [1, 2, 3, 10, 1000, 1029] {
        let expected = store.application(number(bits)).await.unwrap();
        assert!(expected.is_some(), "{bits}");
        assert_eq!(
            copied.application(number(bits)).await.unwrap(),
            expected,
            "{bits}"
        );
    }
    assert_eq!(
        copied.notifications(iin(111), 1000).await.unwrap(),
        store.notifications(iin(111), 1000).await.unwrap()
    );
    let subject = iin(32);
    assert_eq!(
        copied.open_application(subject).await.unwrap(),
        store.open_application(subject).await.unwrap()
    );
    let late = noon() + chrono::Duration::days(1);
    let mut expected = store.overdue(late, 500).await.unwrap();
    let mut overdue = copied.overdue(late, 500).await.unwrap();
    expected.sort();
    overdue.sort();
    assert_eq!(overdue, expected);
    // It goes on from there: numbers, places and the audit log continue.
    commit(&copied, vec![filing(&filed(9000, iin(4), iin(5), iin(6)))])
        .await
        .unwrap();
    drop(copied);
    ok(&db(None, &["check", &url]));
    assert_eq!(
        cluster.sql(&url, "SELECT count(*) FROM applications_other"),
        "0"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn postgres_is_backed_up_and_restored() {
    let Some(cluster) = Cluster::shared() else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy").to_string_lossy().into_owned();
    let (live, restored) = (cluster.database(), cluster.database());
    let store = Postgres::open(&live, noon()).await.unwrap();
    commit(&store, vec![filing(&filed(1, iin(1), iin(2), iin(3)))])
        .await
        .unwrap();
    let programs = Some(cluster.programs());
    ok(&db(programs, &["backup", &live, &copy]));
    refused(&db(programs, &["backup", &live, &copy]), "already");
    ok(&db(programs, &["restore", &copy, &restored]));
    let again = Postgres::open(&restored, noon()).await.unwrap();
    assert_eq!(
        again.application(number(1)).await.unwrap(),
        store.application(number(1)).await.unwrap()
    );
    refused(
        &db(programs, &["restore", &copy, &restored]),
        "already exists",
    );
}
