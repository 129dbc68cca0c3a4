//! Challenges, and evidence of digital signatures.

use chrono::Duration;
use registration::application::{ConsentId, withdraw};
use server::ports::store::{
    Change, Digest, Effect, Signed, Store, StoreError, StoredEvidence, Version,
};

use super::{commit, filed, filing, noon, number};
use crate::support::iin;

pub(super) async fn a_challenge_is_met_once_and_in_time(store: &dyn Store) {
    let hash = Digest::of(b"challenge");
    let expires_at = noon() + Duration::minutes(5);
    let issue = |hash| Effect::IssueChallenge { hash, expires_at };
    let meet = async |hash, at| {
        let change = Change::new(at, vec![Effect::MeetChallenge { hash }]);
        store.commit(change).await
    };
    let dead = |result| matches!(result, Err(StoreError::ChallengeDead));
    assert!(!store.challenge(hash, noon()).await.unwrap());
    assert!(dead(meet(hash, noon()).await), "never given");
    commit(store, vec![issue(hash)]).await.unwrap();
    let last = expires_at - Duration::milliseconds(1);
    assert!(store.challenge(hash, last).await.unwrap());
    assert!(!store.challenge(hash, expires_at).await.unwrap());
    assert!(dead(meet(hash, expires_at).await), "late");
    meet(hash, last).await.unwrap();
    assert!(!store.challenge(hash, noon()).await.unwrap());
    assert!(dead(meet(hash, noon()).await), "used");
    let other = Digest::of(b"another challenge");
    commit(store, vec![issue(other)]).await.unwrap();
    let tidy = Change::new(expires_at, vec![Effect::Tidy]);
    store.commit(tidy).await.unwrap();
    assert!(
        !store.challenge(other, noon()).await.unwrap(),
        "tidied away"
    );
}

pub(super) async fn a_challenge_met_many_times_at_once_is_met_once(store: &dyn Store) {
    let hash = Digest::of(b"a challenge for many");
    let expires_at = noon() + Duration::minutes(5);
    let issue = Effect::IssueChallenge { hash, expires_at };
    commit(store, vec![issue]).await.unwrap();
    let meet = async || commit(store, vec![Effect::MeetChallenge { hash }]).await;
    let (a, b, c, d) = tokio::join!(meet(), meet(), meet(), meet());
    let met = [a, b, c, d];
    assert_eq!(met.iter().filter(|result| result.is_ok()).count(), 1);
}

pub(super) async fn evidence_is_kept_with_what_it_belongs_to_or_not_at_all(store: &dyn Store) {
    let first = filed(3000, iin(301), iin(302), iin(303));
    commit(store, vec![filing(&first)]).await.unwrap();
    let evidence = |signed, minutes| StoredEvidence {
        signed,
        at: noon() + Duration::minutes(minutes),
        content: "Келісемін\n".to_owned(),
        evidence: format!("{{\"of\":{minutes}}}"),
    };
    let keep = |evidence: &StoredEvidence| Effect::KeepEvidence {
        number: number(3000),
        evidence: evidence.clone(),
    };
    let consent = evidence(Signed::Consent(ConsentId(0)), 1);
    let document = evidence(Signed::Document, 2);
    commit(store, vec![keep(&document)]).await.unwrap();
    commit(store, vec![keep(&consent)]).await.unwrap();
    let kept = async || store.evidence(number(3000)).await.unwrap();
    assert_eq!(kept().await, [consent.clone(), document.clone()]);
    let twice = commit(store, vec![keep(&document)]).await;
    assert!(twice.is_err(), "what was kept stays as it is");
    let unknown = Effect::KeepEvidence {
        number: number(3001),
        evidence: document.clone(),
    };
    assert!(commit(store, vec![unknown]).await.is_err());
    // A transition that loses takes its evidence with it.
    let moved = withdraw(first.application.clone(), noon()).unwrap();
    let lost = vec![
        keep(&evidence(Signed::Consent(ConsentId(1)), 3)),
        Effect::Move {
            application: Box::new(moved.application),
            from: Version(7),
            received: None,
            events: moved.events,
        },
    ];
    let lost = commit(store, lost).await;
    assert!(matches!(lost, Err(StoreError::Conflict)), "{lost:?}");
    assert_eq!(kept().await, [consent, document]);
    assert!(store.evidence(number(3001)).await.unwrap().is_empty());
}
