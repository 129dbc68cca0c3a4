//! Answers that are kept, codes, sessions, limits.

use chrono::{Duration, NaiveDate};
use registration::identifiers::{OwnerId, Rca};
use server::ports::store::{
    Actor, AskLimits, Change, Digest, Effect, Gate, Look, NewCode, Notification, Purpose, Role,
    Session, Staff, Store, StoreError, Tried,
};

use super::{commit, noon, reply};
use crate::support::iin;

pub(super) async fn a_request_is_answered_once(store: &dyn Store) {
    let person = iin(51);
    let notify = || Effect::Notify {
        iin: person,
        notification: Notification {
            at: noon(),
            number: None,
            text: "once".to_owned(),
        },
    };
    let change = || Change::new(noon(), vec![notify()]).answered(reply("for good", None));
    store.commit(change()).await.unwrap();
    assert!(matches!(
        store.commit(change()).await,
        Err(StoreError::Repeated)
    ));
    assert_eq!(store.notifications(person, 10).await.unwrap().len(), 1);
    let kept = store
        .reply(Digest::of(b"for good"), noon() + Duration::days(9999))
        .await
        .unwrap();
    assert_eq!(kept, Some(reply("for good", None)));

    let soon = noon() + Duration::minutes(5);
    let short = Change::new(noon(), Vec::new()).answered(reply("short", Some(soon)));
    store.commit(short).await.unwrap();
    assert!(
        store
            .reply(Digest::of(b"short"), soon - Duration::milliseconds(1))
            .await
            .unwrap()
            .is_some()
    );
    assert!(
        store
            .reply(Digest::of(b"short"), soon)
            .await
            .unwrap()
            .is_none()
    );
    let again =
        Change::new(soon, Vec::new()).answered(reply("short", Some(soon + Duration::minutes(5))));
    store.commit(again).await.unwrap();
}

pub(super) async fn a_code_counts_its_tries_one_by_one(store: &dyn Store) {
    let person = iin(61);
    let purpose = Purpose::SignIn(person);
    let code = NewCode {
        salt: [7; 16],
        hash: Digest::of(b"123456"),
        issued_at: noon(),
        expires_at: noon() + Duration::minutes(5),
    };
    let issue = |replaces| Effect::IssueCode {
        purpose,
        code: code.clone(),
        replaces,
    };
    commit(store, vec![issue(None)]).await.unwrap();
    assert!(matches!(
        commit(store, vec![issue(None)]).await,
        Err(StoreError::Conflict)
    ));
    let stored = store.code(&purpose).await.unwrap().unwrap();
    assert_eq!((&stored.code, stored.tries, stored.used), (&code, 0, false));
    let tried = |tries, tried| Effect::TryCode {
        id: stored.id,
        iin: person,
        gate: Gate::Signature,
        tries,
        tried,
    };
    commit(store, vec![tried(0, Tried::Wrong)]).await.unwrap();
    assert!(matches!(
        commit(store, vec![tried(0, Tried::Right)]).await,
        Err(StoreError::Conflict)
    ));
    commit(store, vec![tried(1, Tried::Right)]).await.unwrap();
    assert!(matches!(
        commit(store, vec![tried(2, Tried::Right)]).await,
        Err(StoreError::Conflict)
    ));
    let stored = store.code(&purpose).await.unwrap().unwrap();
    assert_eq!((stored.tries, stored.used), (2, true));
    let wrong = async |gate, since| store.wrong_codes(person, gate, since).await.unwrap();
    assert_eq!(wrong(Gate::Signature, noon()).await, 1);
    assert_eq!(wrong(Gate::SignIn, noon()).await, 0, "another gate");
    let after = noon() + Duration::milliseconds(1);
    assert_eq!(wrong(Gate::Signature, after).await, 0);
    commit(store, vec![issue(Some(stored.id))]).await.unwrap();
    assert_ne!(store.code(&purpose).await.unwrap().unwrap().id, stored.id);
    let other = Purpose::Signature {
        iin: person,
        document: Digest::of(b"document"),
    };
    assert_eq!(store.code(&other).await.unwrap(), None);
}

pub(super) async fn a_session_is_opened_touched_and_closed(store: &dyn Store) {
    let token = Digest::of(b"session");
    let session = Session {
        iin: iin(81),
        opened_at: noon(),
        seen_at: noon(),
    };
    commit(
        store,
        vec![Effect::OpenSession {
            token,
            session: session.clone(),
        }],
    )
    .await
    .unwrap();
    assert_eq!(store.session(token).await.unwrap(), Some(session.clone()));
    let later = noon() + Duration::minutes(3);
    store
        .commit(Change::new(later, vec![Effect::TouchSession { token }]))
        .await
        .unwrap();
    assert_eq!(store.session(token).await.unwrap().unwrap().seen_at, later);
    commit(store, vec![Effect::CloseSession { token }])
        .await
        .unwrap();
    assert_eq!(store.session(token).await.unwrap(), None);
}

/// An applicant asks on a day about a dwelling, of the owner with a serial number or of none.
fn ask(applicant: u32, owner: Option<u32>, flat: u32, day: NaiveDate) -> Vec<Effect> {
    vec![Effect::AskAboutDwelling {
        applicant: iin(applicant),
        owner: owner.map(|owner| OwnerId::Person(iin(owner))),
        rca: Rca::parse(&format!("02753001005200{flat:02}")).unwrap(),
        day,
        limits: AskLimits {
            owners: 2,
            dwellings: 3,
        },
    }]
}

pub(super) async fn a_day_allows_so_many_owners(store: &dyn Store) {
    let day = noon().date_naive();
    let name = |owner, day| ask(91, Some(owner), 1, day);
    commit(store, name(92, day)).await.unwrap();
    commit(store, name(93, day)).await.unwrap();
    commit(store, name(92, day)).await.unwrap();
    let third = commit(store, name(94, day)).await;
    assert!(matches!(third, Err(StoreError::TooManyOwners)), "{third:?}");
    commit(store, name(93, day)).await.unwrap();
    commit(store, ask(91, None, 1, day)).await.unwrap();
    commit(store, name(94, day.succ_opt().unwrap()))
        .await
        .unwrap();
}

pub(super) async fn a_day_allows_so_many_dwellings(store: &dyn Store) {
    let day = noon().date_naive();
    let ask = |owner, flat, day| ask(95, owner, flat, day);
    commit(store, ask(Some(96), 1, day)).await.unwrap();
    commit(store, ask(None, 1, day)).await.unwrap();
    commit(store, ask(Some(96), 2, day)).await.unwrap();
    commit(store, ask(Some(96), 1, day)).await.unwrap();
    let fourth = commit(store, ask(Some(96), 3, day)).await;
    assert!(
        matches!(fourth, Err(StoreError::TooManyDwellings)),
        "{fourth:?}"
    );
    commit(store, ask(Some(96), 3, day.succ_opt().unwrap()))
        .await
        .unwrap();
    let later = Change::new(noon() + Duration::days(3), vec![Effect::Tidy]);
    store.commit(later).await.unwrap();
    commit(store, ask(Some(96), 3, day)).await.unwrap();
}

pub(super) async fn a_role_is_given_and_taken_and_looks_are_kept(store: &dyn Store) {
    let (person, number) = (iin(701), super::number(7001));
    let by = |role, office: &str| Staff {
        role,
        office: office.to_owned(),
    };
    assert_eq!(store.staff(person).await.unwrap(), None);
    for staff in [by(Role::Operator, "А"), by(Role::Auditor, "Б")] {
        let effect = Effect::Appoint {
            iin: person,
            staff: staff.clone(),
        };
        commit(store, vec![effect]).await.unwrap();
        assert_eq!(store.staff(person).await.unwrap(), Some(staff));
    }
    commit(store, vec![Effect::Dismiss(person)]).await.unwrap();
    assert_eq!(store.staff(person).await.unwrap(), None);

    let by = by(Role::Operator, "А");
    let look = Change::new(
        noon(),
        vec![Effect::Look {
            number,
            by: by.clone(),
        }],
    );
    let look = look.audited(Actor::Person(person), "staff_look", number);
    store.commit(look).await.unwrap();
    let looks = store.looks(number, 9).await.unwrap();
    assert_eq!(looks, [Look { at: noon(), by }]);
    let later = noon() + Duration::seconds(1);
    let lines = store.audit_lines(Some(number), later, 9).await.unwrap();
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert_eq!(
        (lines[0].action.as_str(), lines[0].at),
        ("staff_look", noon())
    );
    assert!(lines[0].actor.starts_with("person/") && !lines[0].actor.contains(&person.to_string()));
    assert!(store.audit_lines(None, later, 5).await.unwrap().len() == 5);
    assert!(store.audit_lines(None, noon(), 5).await.unwrap().is_empty());
    let days = store.audit_days().await.unwrap();
    assert!(
        days.iter().map(|day| day.lines).sum::<u64>() > 5,
        "{days:?}"
    );
}

pub(super) async fn old_notifications_are_removed_and_others_stay(store: &dyn Store) {
    let person = iin(801);
    let notify = |days: i64| Effect::Notify {
        iin: person,
        notification: Notification {
            at: noon() - Duration::days(days),
            number: None,
            text: format!("{days} days old"),
        },
    };
    // As they come: the oldest first.
    let all = [900, 400, 366, 365, 1].map(notify).to_vec();
    commit(store, all).await.unwrap();
    let before = noon() - Duration::days(365);
    commit(store, vec![Effect::Forget { before }])
        .await
        .unwrap();
    let left = store.notifications(person, 9).await.unwrap();
    let left: Vec<&str> = left.iter().map(|one| one.text.as_str()).collect();
    assert_eq!(left, ["1 days old", "365 days old"]);
}
