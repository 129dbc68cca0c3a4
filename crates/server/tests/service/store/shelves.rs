//! What a person has is found wherever it stands in a file that has grown.

use registration::identifiers::OwnerId;
use server::{
    adapters::sqlite::Sqlite,
    ports::store::{ConsentRef, Digest, Effect, Notification, Store},
};

use super::{commit, filed, filing, noon, number};
use crate::support::{iin, sealer};

/// Files an application of the same person about the same owner's dwelling, with all that comes of it.
async fn file(store: &dyn Store, bits: u64) {
    let transition = filed(bits, iin(1), iin(10 + u32::try_from(bits).unwrap()), iin(2));
    let consent = ConsentRef {
        number: number(bits),
        consent: transition.application.consents[0].id,
    };
    let effects = vec![
        filing(&transition),
        Effect::AskOwner {
            token: Digest::of(&bits.to_be_bytes()),
            consent,
        },
        Effect::Notify {
            iin: iin(1),
            notification: Notification {
                at: noon(),
                number: Some(number(bits)),
                text: bits.to_string(),
            },
        },
    ];
    commit(store, effects).await.unwrap();
}

#[tokio::test]
async fn what_a_person_has_is_found_on_every_shelf() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    // As if so many others had filed in between: to the end of the first shelf, to the start of the
    // next, and far beyond.
    for (bits, place) in [(1, 65_535), (2, 65_536), (3, 1_000_000), (4, 1_000_001)] {
        let store = Sqlite::open(&path, sealer()).unwrap();
        file(&store, bits).await;
        drop(store);
        rusqlite::Connection::open(&path)
            .unwrap()
            .execute_batch(&format!(
                "PRAGMA foreign_keys = OFF;
                 CREATE TEMP TABLE last AS SELECT max(place) AS place FROM applications;
                 UPDATE events SET application = {place} WHERE application = (SELECT place FROM last);
                 UPDATE consents SET application = {place} WHERE application = (SELECT place FROM last);
                 UPDATE consent_links SET application = {place}
                     WHERE application = (SELECT place FROM last);
                 UPDATE applications SET place = {place} WHERE place = (SELECT place FROM last);
                 UPDATE notifications SET place = {place} WHERE place = (SELECT max(place) FROM notifications)"
            ))
            .unwrap();
    }

    let store = Sqlite::open(&path, sealer()).unwrap();
    let mut numbers = [1, 2, 3, 4].map(number);
    numbers.sort_by_key(ToString::to_string);
    let mine = store.applications_of(iin(1), 9).await.unwrap();
    let mine: Vec<_> = mine
        .iter()
        .map(|stored| (stored.application.number, stored.events.len()))
        .collect();
    assert_eq!(mine, numbers.map(|number| (number, 2)));
    let asked = store.consents_of(OwnerId::Person(iin(2)), 9).await.unwrap();
    let asked: Vec<_> = asked.iter().map(|asked| asked.consent.number).collect();
    assert_eq!(asked, numbers);
    let texts = store.notifications(iin(1), 9).await.unwrap();
    let texts: Vec<_> = texts.iter().map(|one| one.text.as_str()).collect();
    assert_eq!(texts, ["4", "3", "2", "1"]);
    for bits in 1..5_u64 {
        let by_link = store
            .consent_by_token(Digest::of(&bits.to_be_bytes()))
            .await;
        assert_eq!(by_link.unwrap().unwrap().number, number(bits));
    }
    assert_eq!(store.applications_of(iin(3), 9).await.unwrap(), []);
}
