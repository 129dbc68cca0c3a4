//! Of several who want to change the same thing at once, one wins, whichever store decides.

use futures_util::future::join_all;
use registration::{
    application::{Channel, ConsentId, answer, expire},
    identifiers::{OwnerId, Rca},
};
use server::ports::store::{
    AskLimits, Change, Digest, Effect, NewCode, Notification, Purpose, Store, StoreError, Tried,
    Version,
};

use super::{commit, filed, filing, noon, number, reply};
use crate::support::iin;

/// How many of the results are successes; the others must be the loser's error.
fn winners(results: &[Result<(), StoreError>], loser: impl Fn(&StoreError) -> bool) -> usize {
    for result in results {
        if let Err(error) = result {
            assert!(loser(error), "{error:?}");
        }
    }
    results.iter().filter(|result| result.is_ok()).count()
}

pub(super) async fn of_approval_refusal_and_expiry_one_wins(store: &dyn Store) {
    for round in 0..30_u32 {
        let people = [iin(1000 + round), iin(1100 + round), iin(1200 + round)];
        let bits = u64::from(1000 + round);
        let transition = filed(bits, people[0], people[1], people[2]);
        commit(store, vec![filing(&transition)]).await.unwrap();
        let now = noon() + chrono::Duration::minutes(30);
        let end = noon() + chrono::Duration::minutes(60);
        let asked = || transition.application.clone();
        let says =
            |agrees| answer(asked(), ConsentId(0), agrees, Channel::Link, "R10", now).unwrap();
        let outcomes = [says(true), says(false), expire(asked(), "R9", end).unwrap()];
        let moves = outcomes.iter().cycle().take(9).map(|next| {
            let effect = Effect::Move {
                application: Box::new(next.application.clone()),
                from: Version(1),
                received: None,
                events: next.events.clone(),
            };
            commit(store, vec![effect])
        });
        let results = join_all(moves).await;
        assert_eq!(
            winners(&results, |error| matches!(error, StoreError::Conflict)),
            1
        );
        let stored = store.application(number(bits)).await.unwrap().unwrap();
        let won = results.iter().position(Result::is_ok).unwrap();
        assert_eq!(stored.application, outcomes[won % 3].application);
        assert_eq!(
            stored.events.len(),
            transition.events.len() + outcomes[won % 3].events.len()
        );
    }
}

pub(super) async fn of_many_filings_for_a_person_one_is_written(store: &dyn Store) {
    for round in 0..10_u32 {
        let subject = iin(1300 + round);
        let filings = (0..8_u32).map(|who| {
            let bits = u64::from(2000 + round * 10 + who);
            let filer = iin(1400 + who);
            commit(store, vec![filing(&filed(bits, filer, subject, iin(1500)))])
        });
        let results = join_all(filings).await;
        assert_eq!(
            winners(&results, |error| matches!(error, StoreError::SubjectBusy)),
            1
        );
        let won = results.iter().position(Result::is_ok).unwrap();
        let expected = number(u64::from(2000 + round * 10) + won as u64);
        assert_eq!(
            store.open_application(subject).await.unwrap(),
            Some(expected)
        );
    }
}

pub(super) async fn a_request_sent_many_times_at_once_is_done_once(store: &dyn Store) {
    let person = iin(1600);
    for round in 0..20 {
        let key = format!("at once {round}");
        let sent = (0..8).map(|_| {
            let notification = Notification {
                at: noon(),
                number: None,
                text: key.clone(),
            };
            let notify = Effect::Notify {
                iin: person,
                notification,
            };
            store.commit(Change::new(noon(), vec![notify]).answered(reply(&key, None)))
        });
        let results = join_all(sent).await;
        assert_eq!(
            winners(&results, |error| matches!(error, StoreError::Repeated)),
            1
        );
    }
    assert_eq!(store.notifications(person, 100).await.unwrap().len(), 20);
}

pub(super) async fn what_fails_leaves_nothing_and_takes_nobody_with_it(store: &dyn Store) {
    let (busy, told, owner) = (iin(1650), iin(1651), iin(1652));
    commit(store, vec![filing(&filed(2500, busy, busy, owner))])
        .await
        .unwrap();
    let notify = |text: &str| Effect::Notify {
        iin: told,
        notification: Notification {
            at: noon(),
            number: None,
            text: text.to_owned(),
        },
    };
    let sent = (0..24_u32).map(|at| {
        let bits = u64::from(2501 + at);
        // Every third files for somebody for whom an application is under way, and has written before
        // that is found.
        let (subject, text) = match at % 3 {
            1 => (busy, "refused"),
            _ => (iin(1660 + at), "filed"),
        };
        let file = filing(&filed(bits, subject, subject, owner));
        commit(store, vec![notify(text), file, notify(text)])
    });
    let results = join_all(sent).await;
    for (at, result) in results.iter().enumerate() {
        let busy = matches!(result, Err(StoreError::SubjectBusy));
        assert!(
            if at % 3 == 1 { busy } else { result.is_ok() },
            "{at}: {result:?}"
        );
    }
    for at in 0..24 {
        let kept = store.application(number(2501 + at)).await.unwrap();
        assert_eq!(kept.is_some(), at % 3 != 1, "{at}");
    }
    let notifications = store.notifications(told, 100).await.unwrap();
    assert_eq!(notifications.len(), 32, "two for each that was written");
    assert!(notifications.iter().all(|one| one.text == "filed"));
}

pub(super) async fn tries_of_a_code_at_once_count_one_by_one(store: &dyn Store) {
    let person = iin(1700);
    let purpose = Purpose::SignIn(person);
    let code = NewCode {
        salt: [7; 16],
        hash: Digest::of(b"123456"),
        issued_at: noon(),
        expires_at: noon() + chrono::Duration::minutes(5),
    };
    let issued = join_all((0..8).map(|_| {
        let issue = Effect::IssueCode {
            purpose,
            code: code.clone(),
            replaces: None,
        };
        commit(store, vec![issue])
    }))
    .await;
    assert_eq!(
        winners(&issued, |error| matches!(error, StoreError::Conflict)),
        1
    );
    let id = store.code(&purpose).await.unwrap().unwrap().id;
    for tries in 0..5 {
        let tried = join_all((0..8).map(|_| {
            let try_code = Effect::TryCode {
                id,
                iin: person,
                gate: purpose.gate(),
                tries,
                tried: Tried::Wrong,
            };
            commit(store, vec![try_code])
        }))
        .await;
        assert_eq!(
            winners(&tried, |error| matches!(error, StoreError::Conflict)),
            1
        );
    }
    assert_eq!(
        store
            .wrong_codes(person, purpose.gate(), noon())
            .await
            .unwrap(),
        5
    );
}

pub(super) async fn a_day_allows_so_many_owners_also_at_once(store: &dyn Store) {
    let named = join_all((0..12).map(|which| {
        let name = Effect::AskAboutDwelling {
            applicant: iin(1800),
            owner: Some(OwnerId::Person(iin(1801 + which))),
            rca: Rca::parse("0275300100520007").unwrap(),
            day: noon().date_naive(),
            limits: AskLimits {
                owners: 5,
                dwellings: 20,
            },
        };
        commit(store, vec![name])
    }))
    .await;
    assert_eq!(
        winners(&named, |error| matches!(error, StoreError::TooManyOwners)),
        5
    );
}
