//! The store that several servers share.

use std::collections::BTreeSet;

use chrono::Duration;
use futures_util::future::join_all;
use server::{
    adapters::postgres::Postgres,
    ports::store::{
        Effect, LEASE, Outgoing, OutgoingId, OutgoingKind, Recipient, Store, StoreError,
    },
};

use super::{commit, filed, filing, noon, number, the_contract};
use crate::support::{Cluster, iin, phone, sealer};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn postgres_keeps_the_contract() {
    let Some(cluster) = Cluster::shared() else {
        return;
    };
    let url = cluster.database();
    the_contract(&Postgres::open(&url, sealer(), noon()).await.unwrap()).await;
    let again = Postgres::open(&url, sealer(), noon() + Duration::days(70))
        .await
        .unwrap();
    assert!(again.application(number(1)).await.unwrap().is_some());
    Postgres::check(&url).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn servers_that_start_at_once_migrate_once() {
    let Some(cluster) = Cluster::shared() else {
        return;
    };
    let url = cluster.database();
    for opened in join_all((0..4).map(|_| Postgres::open(&url, sealer(), noon()))).await {
        opened.unwrap();
    }
    Postgres::check(&url).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn due_work_is_given_to_one_server() {
    let Some(cluster) = Cluster::shared() else {
        return;
    };
    let url = cluster.database();
    let one = Postgres::open(&url, sealer(), noon()).await.unwrap();
    let two = Postgres::open(&url, sealer(), noon()).await.unwrap();
    let names: BTreeSet<String> = (0..60).map(|index| format!("sms-{index:02}")).collect();
    let send = |name: &String| {
        let kind = OutgoingKind::Sms {
            to: Recipient::Phone(phone(1)),
            text: "сәлем".to_owned(),
        };
        Effect::Send(Outgoing {
            id: OutgoingId(name.clone()),
            kind,
            useless_at: None,
        })
    };
    commit(&one, names.iter().map(send).collect())
        .await
        .unwrap();
    for bits in 0..40_u32 {
        let people = [iin(bits), iin(100 + bits), iin(200 + bits)];
        let filing = filing(&filed(u64::from(bits), people[0], people[1], people[2]));
        commit(&one, vec![filing]).await.unwrap();
    }
    let until = noon() + Duration::minutes(60);
    let (mut messages, mut overdue) = (Vec::new(), Vec::new());
    for _ in 0..5 {
        let (a, b, c, d) = tokio::join!(
            one.outgoing(until, 10),
            two.outgoing(until, 10),
            one.overdue(until, 10),
            two.overdue(until, 10)
        );
        messages.extend(
            a.unwrap()
                .into_iter()
                .chain(b.unwrap())
                .map(|taken| taken.outgoing.id.0),
        );
        overdue.extend(
            c.unwrap()
                .into_iter()
                .chain(d.unwrap())
                .map(|number| number.to_string()),
        );
    }
    assert_eq!((messages.len(), overdue.len()), (60, 40), "nothing twice");
    assert_eq!(
        messages.into_iter().collect::<BTreeSet<_>>(),
        names,
        "nothing left"
    );
    // Both servers die with what they have taken; a third one takes it up.
    drop((one, two));
    let three = Postgres::open(&url, sealer(), noon()).await.unwrap();
    let early = until + LEASE - Duration::milliseconds(1);
    assert_eq!(three.outgoing(early, 100).await.unwrap(), []);
    assert_eq!(three.overdue(early, 100).await.unwrap(), []);
    assert_eq!(three.outgoing(until + LEASE, 100).await.unwrap().len(), 60);
    assert_eq!(three.overdue(until + LEASE, 100).await.unwrap().len(), 40);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_was_tampered_with_is_found() {
    let Some(cluster) = Cluster::shared() else {
        return;
    };
    let whole = cluster.database();
    let store = Postgres::open(&whole, sealer(), noon()).await.unwrap();
    for _ in 0..40 {
        commit(&store, Vec::new()).await.unwrap();
    }
    drop(store);
    let check = async |tamper: &str| {
        let url = cluster.copy_of(&whole);
        cluster.sql(&url, tamper);
        Postgres::check(&url).await
    };
    check("SELECT 1").await.unwrap();
    for tamper in [
        "UPDATE audit SET action = 'sign' WHERE lane = 3 AND place = 1",
        "DELETE FROM audit WHERE lane = 5 AND place = 1",
        "DELETE FROM audit WHERE lane = 5 AND place = (SELECT max(place) FROM audit WHERE lane = 5)",
        "DELETE FROM audit WHERE lane = 7",
        "UPDATE audit SET place = 99 WHERE lane = 2 AND place = 1;
         UPDATE audit SET place = 1 WHERE lane = 2 AND place = 2;
         UPDATE audit SET place = 2 WHERE lane = 2 AND place = 99",
        "UPDATE migrations SET digest = 'x'",
        "INSERT INTO migrations (version, digest) VALUES (99, 'x')",
    ] {
        let found = check(tamper).await;
        assert!(
            matches!(found, Err(StoreError::Damaged(_))),
            "{tamper}: {found:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn connections_that_break_are_made_again() {
    let Some(cluster) = Cluster::shared() else {
        return;
    };
    let url = cluster.database();
    let store = Postgres::open(&url, sealer(), noon()).await.unwrap();
    for _ in 0..3 {
        commit(&store, Vec::new()).await.unwrap();
        cluster.sql(
            &url,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid()",
        );
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
    commit(&store, Vec::new()).await.unwrap();
    assert_eq!(cluster.sql(&url, "SELECT count(*) FROM audit"), "4");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_database_that_would_lose_what_it_acknowledged_is_refused() {
    let Some(cluster) = Cluster::shared() else {
        return;
    };
    let url = cluster.database();
    cluster.sql(&url, "ALTER ROLE tirkeu SET synchronous_commit = off");
    let refused = Postgres::open(&url.replace("//postgres@", "//tirkeu@"), sealer(), noon()).await;
    cluster.sql(&url, "ALTER ROLE tirkeu RESET synchronous_commit");
    let said = refused.unwrap_err().to_string();
    assert!(said.contains("synchronous_commit = off"), "{said}");
}
