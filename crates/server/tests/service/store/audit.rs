//! The audit log from the command line.

use std::path::Path;

use chrono::Duration;
use server::{
    adapters::sqlite::Sqlite,
    ports::store::{Actor, Change, Store},
};

use super::{commit, filed, filing, noon};
use crate::cli::tirkeu;
use crate::support::{iin, sealer};

fn path(file: &Path) -> &str {
    file.to_str().unwrap()
}

#[tokio::test]
async fn every_edit_deletion_move_and_cut_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let (file, roots) = (folder.path().join("store"), folder.path().join("roots"));
    let store = Sqlite::open(&file, sealer()).unwrap();
    let transition = filed(1, iin(1), iin(1), iin(2));
    for hour in 0..47 {
        let at = noon() + Duration::hours(hour);
        let change =
            Change::new(at, Vec::new()).audited(Actor::Service, "test", hour.to_string().as_str());
        store.commit(change).await.unwrap();
    }
    let last = noon() + Duration::hours(47);
    let change = Change::new(last, vec![filing(&transition)]);
    let number = transition.application.number;
    let change = change.audited(Actor::Service, "test", number);
    store.commit(change).await.unwrap();
    drop(store);
    let published = tirkeu(&["audit", "roots", path(&file)], "");
    let text = String::from_utf8(published.stdout).unwrap();
    let days: Vec<&str> = text.lines().map(|line| &line[..13]).collect();
    assert_eq!(days, ["2026-11-22 12", "2026-11-23 24", "2026-11-24 12"]);
    std::fs::write(&roots, &text).unwrap();

    let verify = |name: &str, tamper: &str, with_roots: bool| {
        let copy = folder.path().join(name);
        std::fs::copy(&file, &copy).unwrap();
        rusqlite::Connection::open(&copy)
            .unwrap()
            .execute_batch(tamper)
            .unwrap();
        let mut arguments = vec!["audit", "verify", path(&copy)];
        if with_roots {
            arguments.extend(["--roots", path(&roots)]);
        }
        tirkeu(&arguments, "").status.code()
    };
    assert_eq!(verify("whole", "", true), Some(0));
    for (name, tamper) in [
        ("edited", "UPDATE audit SET object = 'x' WHERE place = 20"),
        ("actor", "UPDATE audit SET actor = 'person/1' WHERE place = 20"),
        ("time", "UPDATE audit SET at = at + 1 WHERE place = 48"),
        ("deleted", "DELETE FROM audit WHERE place = 20"),
        ("first", "DELETE FROM audit WHERE place = 1"),
        ("added", "INSERT INTO audit SELECT 99, at, actor, action, object, digest, about FROM audit WHERE place = 1"),
        ("hidden", "UPDATE audit SET about = NULL WHERE about IS NOT NULL"),
        ("put elsewhere", "UPDATE audit SET about = 1 WHERE place = 20"),
        (
            "moved",
            "UPDATE audit SET place = 99 WHERE place = 7; UPDATE audit SET place = 7 WHERE place = 8;
             UPDATE audit SET place = 8 WHERE place = 99",
        ),
    ] {
        assert_eq!(verify(name, tamper, false), Some(1), "{name}");
    }
    // The chain alone does not know how long it was; a published root does.
    let cut = "DELETE FROM audit WHERE place > 40";
    assert_eq!(verify("cut", cut, false), Some(0));
    assert_eq!(verify("cut-again", cut, true), Some(1));
}

pub(super) async fn lines_about_an_application_are_found_also_from_before_it_was_filed(
    store: &dyn Store,
) {
    let transition = filed(9101, iin(84), iin(84), iin(85));
    let number = transition.application.number;
    let after = |seconds| noon() + Duration::seconds(seconds);
    let line = |seconds, action| {
        Change::new(after(seconds), Vec::new()).audited(Actor::Person(iin(86)), action, number)
    };
    store.commit(line(-1, "staff_look_failed")).await.unwrap();
    commit(store, vec![filing(&transition)]).await.unwrap();
    store.commit(line(2, "file")).await.unwrap();
    store.commit(line(3, "staff_look")).await.unwrap();
    let actions = |before, limit| async move {
        let lines = store.audit_lines(Some(number), after(before), limit).await;
        let actions = lines.unwrap().into_iter().map(|line| line.action);
        actions.collect::<Vec<_>>()
    };
    let all = ["staff_look", "file", "staff_look_failed"];
    assert_eq!(actions(4, 9).await, all);
    assert_eq!(actions(4, 2).await, all[..2]);
    assert_eq!(actions(3, 9).await, all[1..]);
    assert_eq!(actions(-1, 9).await, [""; 0]);
    assert!(store.audit_days().await.is_ok());
}
