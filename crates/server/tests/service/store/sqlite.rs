//! The store in one file.

use server::{
    adapters::sqlite::Sqlite,
    ports::store::{Store, StoreError},
};

use super::{commit, number, the_contract};
use crate::support::sealer;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sqlite_keeps_the_contract() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("store.sqlite");
    the_contract(&Sqlite::open(&file, sealer()).unwrap()).await;
    let again = Sqlite::open(&file, sealer()).unwrap();
    assert!(
        again.application(number(1)).await.unwrap().is_some(),
        "it is on the disk"
    );
}

#[tokio::test]
async fn sqlite_refuses_a_file_that_was_tampered_with() {
    let folder = tempfile::tempdir().unwrap();
    let check = async |name: &str, tamper: &str| {
        let file = folder.path().join(name);
        let store = Sqlite::open(&file, sealer()).unwrap();
        for _ in 0..3 {
            commit(&store, Vec::new()).await.unwrap();
        }
        drop(store);
        let connection = rusqlite::Connection::open(&file).unwrap();
        connection.execute_batch(tamper).unwrap();
        drop(connection);
        Sqlite::open(&file, sealer())
            .map(|_| ())
            .map_err(|error| error.to_string())
    };
    assert_eq!(check("whole", "SELECT 1").await, Ok(()));
    for (name, tamper) in [
        ("edited", "UPDATE audit SET action = 'sign' WHERE place = 2"),
        ("deleted", "DELETE FROM audit WHERE place = 2"),
        ("newer", "PRAGMA user_version = 99"),
    ] {
        let refused = check(name, tamper).await;
        assert!(
            refused.as_ref().is_err_and(|text| text.contains("damaged")),
            "{name}: {refused:?}"
        );
    }
    let garbage = folder.path().join("garbage");
    std::fs::write(&garbage, [42; 8192]).unwrap();
    assert!(matches!(
        Sqlite::open(&garbage, sealer()),
        Err(StoreError::Damaged(_))
    ));
}
