//! What waits and what was filed, as numbers.

use chrono::{Duration, TimeDelta};
use server::ports::store::{
    Actor, Change, Effect, Outgoing, OutgoingId, OutgoingKind, Recipient, Store,
};

use super::{filed, filing, noon};
use crate::support::{iin, phone};

/// Other checks have left something behind, so that what counts is the difference.
pub(super) async fn what_waits_and_what_was_filed_is_counted(store: &dyn Store) {
    let late = noon() + Duration::minutes(61);
    let before = store.overview(noon()).await.unwrap();
    let before_late = store.overview(late).await.unwrap();
    let filed_before: u64 = store
        .filings(late)
        .await
        .unwrap()
        .iter()
        .map(|(_, n)| n)
        .sum();
    let sms = Outgoing {
        id: OutgoingId("overview".to_owned()),
        kind: OutgoingKind::Sms {
            to: Recipient::Phone(phone(1)),
            text: "сәлем".to_owned(),
        },
        useless_at: None,
    };
    let transition = filed(9001, iin(81), iin(82), iin(83));
    let effects = vec![filing(&transition), Effect::Send(sms)];
    let change = Change::new(noon(), effects);
    let number = transition.application.number;
    store
        .commit(change.audited(Actor::Person(iin(81)), "file", number))
        .await
        .unwrap();

    let now = store.overview(noon()).await.unwrap();
    assert_eq!(now.waiting_consents, before.waiting_consents + 1);
    assert_eq!(now.overdue_consents, before.overdue_consents);
    assert_eq!(now.outgoing, before.outgoing + 1);
    assert_eq!(now.failing_outgoing, before.failing_outgoing);
    let after = store.overview(late).await.unwrap();
    assert_eq!(after.overdue_consents, before_late.overdue_consents + 1);
    assert_eq!(after.oldest_outgoing, Some(TimeDelta::minutes(61)));
    assert!(
        after.oldest_due >= Some(TimeDelta::minutes(61)),
        "{after:?}"
    );

    let filings = store.filings(late).await.unwrap();
    let all: u64 = filings.iter().map(|(_, n)| n).sum();
    assert_eq!(all, filed_before + 1);
    assert!(
        filings.iter().any(|(hour, _)| *hour == noon()),
        "{filings:?}"
    );
    let much_later = noon() + Duration::days(15);
    assert_eq!(store.filings(much_later).await.unwrap(), []);
}
