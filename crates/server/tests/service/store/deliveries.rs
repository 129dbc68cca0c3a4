//! What is to be delivered, what is tidied away, many changes at once.

use chrono::Duration;
use registration::identifiers::OwnerId;
use server::ports::store::{
    Change, Digest, Effect, LEASE, Notification, Outgoing, OutgoingId, OutgoingKind, Recipient,
    Store,
};

use super::{commit, filed, filing, noon, number, reply};
use crate::support::{iin, phone};

pub(super) async fn what_is_to_be_delivered_waits_until_it_is(store: &dyn Store) {
    let outgoing = |id: &str, kind| Outgoing {
        id: OutgoingId(id.to_owned()),
        kind,
        useless_at: None,
    };
    let sms = |to| OutgoingKind::Sms {
        to,
        text: "сәлем".to_owned(),
    };
    let all = [
        outgoing("a", sms(Recipient::Phone(phone(1)))),
        outgoing("b", sms(Recipient::Holder(OwnerId::Person(iin(71))))),
        outgoing("c", OutgoingKind::Enter(number(7))),
    ];
    commit(store, all.iter().cloned().map(Effect::Send).collect())
        .await
        .unwrap();
    let waiting = async |now| -> Vec<Outgoing> {
        store
            .outgoing(now, 10)
            .await
            .unwrap()
            .into_iter()
            .map(|one| one.outgoing)
            .collect()
    };
    assert_eq!(waiting(noon() - Duration::milliseconds(1)).await, []);
    assert_eq!(waiting(noon()).await, all);
    // What a server has taken, it has for a lease at most.
    let next_at = noon() + LEASE * 2;
    let id = |index: usize| all[index].id.clone();
    commit(
        store,
        vec![
            Effect::Delivered(id(0)),
            Effect::Retry { id: id(1), next_at },
        ],
    )
    .await
    .unwrap();
    assert_eq!(waiting(noon() + LEASE).await, [all[2].clone()]);
    assert_eq!(waiting(next_at).await, all[1..]);
    let after = next_at + LEASE;
    assert_eq!(store.outgoing(after, 10).await.unwrap()[0].attempts, 1);
    commit(
        store,
        vec![Effect::Delivered(id(1)), Effect::Delivered(id(2))],
    )
    .await
    .unwrap();
    assert_eq!(waiting(after + LEASE).await, []);
}

pub(super) async fn only_what_is_dead_is_tidied_away(store: &dyn Store) {
    let long_after = noon() + Duration::days(30);
    let change = Change::new(noon(), Vec::new()).answered(reply("legal", None));
    store.commit(change).await.unwrap();
    let people = [iin(101), iin(102), iin(103)];
    commit(
        store,
        vec![filing(&filed(10, people[0], people[1], people[2]))],
    )
    .await
    .unwrap();
    store
        .commit(Change::new(long_after, vec![Effect::Tidy]))
        .await
        .unwrap();
    assert!(
        store
            .reply(Digest::of(b"legal"), long_after)
            .await
            .unwrap()
            .is_some()
    );
    assert!(store.application(number(10)).await.unwrap().is_some());
}

pub(super) async fn many_changes_at_once_are_all_written(store: &dyn Store) {
    let person = iin(111);
    let write = async |index: u32| {
        let text = index.to_string();
        let notification = Notification {
            at: noon(),
            number: None,
            text,
        };
        commit(
            store,
            vec![Effect::Notify {
                iin: person,
                notification,
            }],
        )
        .await
        .unwrap();
    };
    for start in (0..100).step_by(5) {
        tokio::join!(
            write(start),
            write(start + 1),
            write(start + 2),
            write(start + 3),
            write(start + 4)
        );
    }
    assert_eq!(store.notifications(person, 1000).await.unwrap().len(), 100);
}
