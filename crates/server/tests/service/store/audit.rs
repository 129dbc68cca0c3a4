//! The audit log from the command line.

use std::path::Path;

use server::{
    adapters::sqlite::Sqlite,
    ports::store::{Actor, Change, Store},
};

use super::noon;
use crate::cli::tirkeu;
use crate::support::sealer;

fn path(file: &Path) -> &str {
    file.to_str().unwrap()
}

#[tokio::test]
async fn every_edit_deletion_move_and_cut_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let (file, roots) = (folder.path().join("store"), folder.path().join("roots"));
    let store = Sqlite::open(&file, sealer()).unwrap();
    for hour in 0..48 {
        let at = noon() + chrono::Duration::hours(hour);
        let change =
            Change::new(at, Vec::new()).audited(Actor::Service, "test", hour.to_string().as_str());
        store.commit(change).await.unwrap();
    }
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
        ("added", "INSERT INTO audit SELECT 99, at, actor, action, object, digest FROM audit WHERE place = 1"),
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
