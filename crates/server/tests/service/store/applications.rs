//! Applications and what belongs to them.

use chrono::Duration;
use registration::{
    application::{ConsentId, withdraw},
    identifiers::OwnerId,
};
use server::ports::store::{
    Change, ConsentRef, Digest, Effect, Notification, Session, Store, StoreError, Version,
};

use super::{commit, filed, filing, noon, number, reply};
use crate::support::iin;

pub(super) async fn an_application_is_kept_with_all_that_belongs_to_it(store: &dyn Store) {
    let people = [iin(11), iin(12), iin(13)];
    let transition = filed(1, people[0], people[1], people[2]);
    let consent = ConsentRef {
        number: number(1),
        consent: ConsentId(0),
    };
    let token = Digest::of(b"link");
    commit(
        store,
        vec![filing(&transition), Effect::AskOwner { token, consent }],
    )
    .await
    .unwrap();
    let stored = store.application(number(1)).await.unwrap().unwrap();
    assert_eq!(stored.application, transition.application);
    assert_eq!(
        (stored.version, &stored.events),
        (Version(1), &transition.events)
    );
    assert_eq!(stored.term.unwrap().minutes, 60);
    assert_eq!(
        store.applications_of(people[0], 10).await.unwrap(),
        std::slice::from_ref(&stored)
    );
    assert_eq!(store.applications_of(people[1], 10).await.unwrap(), []);
    assert_eq!(
        store.open_application(people[1]).await.unwrap(),
        Some(number(1))
    );
    assert_eq!(store.consent_by_token(token).await.unwrap(), Some(consent));
    let asked = store
        .consents_of(OwnerId::Person(people[2]), 10)
        .await
        .unwrap();
    assert_eq!(
        (asked[0].consent, asked[0].reply_code, asked[0].waiting),
        (consent, 4821, true)
    );
    let until = stored.term.unwrap().until;
    assert_eq!(
        store
            .overdue(until - Duration::milliseconds(1), 10)
            .await
            .unwrap(),
        []
    );
    assert_eq!(store.overdue(until, 10).await.unwrap(), [number(1)]);
    assert_eq!(store.application(number(999)).await.unwrap(), None);
}

pub(super) async fn of_two_successors_of_a_version_one_is_written(store: &dyn Store) {
    let people = [iin(21), iin(22), iin(23)];
    let transition = filed(2, people[0], people[1], people[2]);
    commit(store, vec![filing(&transition)]).await.unwrap();
    let next = withdraw(transition.application, noon()).unwrap();
    let advance = || Effect::Move {
        application: Box::new(next.application.clone()),
        from: Version(1),
        received: None,
        events: next.events.clone(),
    };
    let (one, two) = tokio::join!(
        commit(store, vec![advance()]),
        commit(store, vec![advance()])
    );
    assert_eq!([one, two].iter().filter(|result| result.is_ok()).count(), 1);
    assert!(matches!(
        commit(store, vec![advance()]).await,
        Err(StoreError::Conflict)
    ));
    let stored = store.application(number(2)).await.unwrap().unwrap();
    assert_eq!(
        (stored.version, stored.events.len()),
        (Version(2), transition.events.len() + 1)
    );
    assert_eq!(store.open_application(people[1]).await.unwrap(), None);
    assert!(
        !store
            .consents_of(OwnerId::Person(people[2]), 10)
            .await
            .unwrap()[0]
            .waiting
    );
    let overdue = store.overdue(noon() + Duration::days(1), 10).await.unwrap();
    assert!(
        !overdue.contains(&number(2)),
        "nobody is waited for any more"
    );
}

pub(super) async fn an_answer_is_in_time_until_the_last_millisecond(store: &dyn Store) {
    let check = async |bits: u64, before_end: i64, in_time: bool| {
        let serial = 200 + u32::try_from(bits).unwrap();
        let people = [iin(serial), iin(serial + 100), iin(serial + 200)];
        let transition = filed(bits, people[0], people[1], people[2]);
        commit(store, vec![filing(&transition)]).await.unwrap();
        let until = noon() + Duration::minutes(60);
        let received = until - Duration::milliseconds(before_end);
        // What the caller believes is of no account: here, it believes that it is noon.
        let next = withdraw(transition.application, noon()).unwrap();
        let answered = Effect::Move {
            application: Box::new(next.application),
            from: Version(1),
            received: Some(received),
            events: next.events,
        };
        let result = commit(store, vec![answered]).await;
        let version = store
            .application(number(bits))
            .await
            .unwrap()
            .unwrap()
            .version;
        if in_time {
            assert!(result.is_ok(), "{before_end}: {result:?}");
            assert_eq!(version, Version(2));
        } else {
            assert!(
                matches!(result, Err(StoreError::TooLate)),
                "{before_end}: {result:?}"
            );
            assert_eq!(version, Version(1));
        }
    };
    check(21, 1, true).await;
    check(22, 0, false).await;
    check(23, -1, false).await;
    check(24, 60_000, true).await;
}

pub(super) async fn a_person_has_one_open_application(store: &dyn Store) {
    let people = [iin(31), iin(32), iin(33)];
    commit(
        store,
        vec![filing(&filed(3, people[0], people[1], people[2]))],
    )
    .await
    .unwrap();
    let second = commit(
        store,
        vec![filing(&filed(4, people[2], people[1], people[0]))],
    )
    .await;
    assert!(matches!(second, Err(StoreError::SubjectBusy)), "{second:?}");
    let taken = commit(
        store,
        vec![filing(&filed(3, people[0], people[2], people[0]))],
    )
    .await;
    assert!(
        matches!(taken, Err(StoreError::Conflict)),
        "the number is taken: {taken:?}"
    );
    assert_eq!(store.application(number(4)).await.unwrap(), None);
}

pub(super) async fn a_change_is_written_whole_or_not_at_all(store: &dyn Store) {
    let person = iin(41);
    let notification = Notification {
        at: noon(),
        number: None,
        text: "never seen".to_owned(),
    };
    let effects = vec![
        Effect::Notify {
            iin: person,
            notification,
        },
        Effect::OpenSession {
            token: Digest::of(b"never"),
            session: Session {
                iin: person,
                opened_at: noon(),
                seen_at: noon(),
            },
        },
        // Fails, since there is no such application.
        Effect::Move {
            application: Box::new(filed(5, person, person, person).application),
            from: Version(7),
            received: None,
            events: Vec::new(),
        },
    ];
    let change = Change::new(noon(), effects).answered(reply("whole", None));
    assert!(matches!(
        store.commit(change).await,
        Err(StoreError::Conflict)
    ));
    assert_eq!(store.notifications(person, 10).await.unwrap(), []);
    assert_eq!(store.session(Digest::of(b"never")).await.unwrap(), None);
    assert_eq!(
        store.reply(Digest::of(b"whole"), noon()).await.unwrap(),
        None
    );
}
