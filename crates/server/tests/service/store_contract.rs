//! What every store must do. The checks take any store; below, they are run on SQLite.

use chrono::{DateTime, Duration, Utc};
use registration::{
    ConsentNeeded, FiledService, Filing, Outcome, Ownership, SubjectChoice, Verdict,
    application::{
        AddressText, ApplicationNumber, ConsentId, NewApplication, NewConsent, Party, Transition,
        file, withdraw,
    },
    identifiers::{Iin, OwnerId, Rca, Region},
};
use server::{
    adapters::sqlite::Sqlite,
    ports::store::{
        Actor, Change, ConsentRef, ConsentTerm, Digest, Effect, KeptReply, NewCode, Notification,
        Outgoing, OutgoingId, OutgoingKind, Purpose, Recipient, Session, Store, StoreError, Tried,
        Version,
    },
};

use crate::support::{at, iin, phone};

const NOON: &str = "2026-11-22T07:00:00Z";

fn noon() -> DateTime<Utc> {
    at(NOON)
}

fn number(bits: u64) -> ApplicationNumber {
    ApplicationNumber::from_random(bits)
}

fn filed(bits: u64, applicant: Iin, subject: Iin, owner: Iin) -> Transition {
    let verdict = Verdict {
        outcome: Outcome::Online,
        consent: Some(ConsentNeeded::AllOwners),
        because: Vec::new(),
        missing: Vec::new(),
    };
    let text = || "Абай 1".to_owned();
    let new = NewApplication {
        number: number(bits),
        lang: words::Lang::Kk,
        filing: Filing {
            service: FiledService::Temporary { months: 3 },
            subject: SubjectChoice::Myself,
            rca: Rca::parse("0202100299573386").unwrap(),
            owner: Some(OwnerId::Person(owner)),
            ownership: Ownership::None,
            state_rental: false,
            relation_to_owner: None,
        },
        applicant: Party { iin: applicant, name: "А".to_owned() },
        subject: Party { iin: subject, name: "Б".to_owned() },
        address: AddressText { kk: text(), ru: text(), en: text() },
        region: Region::parse("75").unwrap(),
        verdict,
        policy_version: "0".repeat(16),
        consents: vec![NewConsent { owner: OwnerId::Person(owner), reply_code: 4821 }],
        consent_minutes: 60,
    };
    file(new, noon()).unwrap()
}

fn filing(transition: &Transition) -> Effect {
    let term = Some(ConsentTerm { until: noon() + Duration::minutes(60), minutes: 60 });
    Effect::File {
        application: Box::new(transition.application.clone()),
        events: transition.events.clone(),
        term,
    }
}

fn reply(key: &str, forget_at: Option<DateTime<Utc>>) -> KeptReply {
    KeptReply {
        key: Digest::of(key.as_bytes()),
        request: Digest::of(b"body"),
        status: 201,
        body: "{}".to_owned(),
        forget_at,
    }
}

async fn commit(store: &dyn Store, effects: Vec<Effect>) -> Result<(), StoreError> {
    store.commit(Change::new(noon(), effects).audited(Actor::Service, "test", "")).await
}

async fn an_application_is_kept_with_all_that_belongs_to_it(store: &dyn Store) {
    let people = [iin(11), iin(12), iin(13)];
    let transition = filed(1, people[0], people[1], people[2]);
    let consent = ConsentRef { number: number(1), consent: ConsentId(0) };
    let token = Digest::of(b"link");
    commit(store, vec![filing(&transition), Effect::AskOwner { token, consent }]).await.unwrap();
    let stored = store.application(number(1)).await.unwrap().unwrap();
    assert_eq!(stored.application, transition.application);
    assert_eq!((stored.version, &stored.events), (Version(1), &transition.events));
    assert_eq!(stored.term.unwrap().minutes, 60);
    assert_eq!(store.applications_of(people[0], 10).await.unwrap(), [stored.clone()]);
    assert_eq!(store.applications_of(people[1], 10).await.unwrap(), []);
    assert_eq!(store.open_application(people[1]).await.unwrap(), Some(number(1)));
    assert_eq!(store.consent_by_token(token).await.unwrap(), Some(consent));
    let asked = store.consents_of(OwnerId::Person(people[2]), 10).await.unwrap();
    assert_eq!((asked[0].consent, asked[0].reply_code, asked[0].waiting), (consent, 4821, true));
    let until = stored.term.unwrap().until;
    assert_eq!(store.overdue(until - Duration::milliseconds(1), 10).await.unwrap(), []);
    assert_eq!(store.overdue(until, 10).await.unwrap(), [number(1)]);
    assert_eq!(store.application(number(999)).await.unwrap(), None);
}

async fn of_two_successors_of_a_version_one_is_written(store: &dyn Store) {
    let people = [iin(21), iin(22), iin(23)];
    let transition = filed(2, people[0], people[1], people[2]);
    commit(store, vec![filing(&transition)]).await.unwrap();
    let next = withdraw(transition.application, noon()).unwrap();
    let advance = || Effect::Move {
        application: Box::new(next.application.clone()),
        from: Version(1),
        events: next.events.clone(),
    };
    let (one, two) = tokio::join!(commit(store, vec![advance()]), commit(store, vec![advance()]));
    assert_eq!([one, two].iter().filter(|result| result.is_ok()).count(), 1);
    assert!(matches!(commit(store, vec![advance()]).await, Err(StoreError::Conflict)));
    let stored = store.application(number(2)).await.unwrap().unwrap();
    assert_eq!((stored.version, stored.events.len()), (Version(2), transition.events.len() + 1));
    assert_eq!(store.open_application(people[1]).await.unwrap(), None);
    assert!(!store.consents_of(OwnerId::Person(people[2]), 10).await.unwrap()[0].waiting);
    assert_eq!(store.overdue(noon() + Duration::days(1), 10).await.unwrap().contains(&number(2)), false);
}

async fn a_person_has_one_open_application(store: &dyn Store) {
    let people = [iin(31), iin(32), iin(33)];
    commit(store, vec![filing(&filed(3, people[0], people[1], people[2]))]).await.unwrap();
    let second = commit(store, vec![filing(&filed(4, people[2], people[1], people[0]))]).await;
    assert!(matches!(second, Err(StoreError::SubjectBusy)), "{second:?}");
    let taken = commit(store, vec![filing(&filed(3, people[0], people[2], people[0]))]).await;
    assert!(matches!(taken, Err(StoreError::Conflict)), "the number is taken: {taken:?}");
    assert_eq!(store.application(number(4)).await.unwrap(), None);
}

async fn a_change_is_written_whole_or_not_at_all(store: &dyn Store) {
    let person = iin(41);
    let notification =
        Notification { at: noon(), number: None, text: "never seen".to_owned() };
    let effects = vec![
        Effect::Notify { iin: person, notification },
        Effect::OpenSession {
            token: Digest::of(b"never"),
            session: Session { iin: person, opened_at: noon(), seen_at: noon() },
        },
        // Fails, since there is no such application.
        Effect::Move {
            application: Box::new(filed(5, person, person, person).application),
            from: Version(7),
            events: Vec::new(),
        },
    ];
    let change = Change::new(noon(), effects).answered(reply("whole", None));
    assert!(matches!(store.commit(change).await, Err(StoreError::Conflict)));
    assert_eq!(store.notifications(person, 10).await.unwrap(), []);
    assert_eq!(store.session(Digest::of(b"never")).await.unwrap(), None);
    assert_eq!(store.reply(Digest::of(b"whole"), noon()).await.unwrap(), None);
}

async fn a_request_is_answered_once(store: &dyn Store) {
    let person = iin(51);
    let notify = || Effect::Notify {
        iin: person,
        notification: Notification { at: noon(), number: None, text: "once".to_owned() },
    };
    let change = || Change::new(noon(), vec![notify()]).answered(reply("for good", None));
    store.commit(change()).await.unwrap();
    assert!(matches!(store.commit(change()).await, Err(StoreError::Repeated)));
    assert_eq!(store.notifications(person, 10).await.unwrap().len(), 1);
    let kept = store.reply(Digest::of(b"for good"), noon() + Duration::days(9999)).await.unwrap();
    assert_eq!(kept, Some(reply("for good", None)));

    let soon = noon() + Duration::minutes(5);
    let short = Change::new(noon(), Vec::new()).answered(reply("short", Some(soon)));
    store.commit(short).await.unwrap();
    assert!(store.reply(Digest::of(b"short"), soon - Duration::milliseconds(1)).await.unwrap().is_some());
    assert!(store.reply(Digest::of(b"short"), soon).await.unwrap().is_none());
    let again = Change::new(soon, Vec::new()).answered(reply("short", Some(soon + Duration::minutes(5))));
    store.commit(again).await.unwrap();
}

async fn a_code_counts_its_tries_one_by_one(store: &dyn Store) {
    let person = iin(61);
    let purpose = Purpose::SignIn(person);
    let code = NewCode {
        salt: [7; 16],
        hash: Digest::of(b"123456"),
        issued_at: noon(),
        expires_at: noon() + Duration::minutes(5),
    };
    let issue = |replaces| Effect::IssueCode { purpose, code: code.clone(), replaces };
    commit(store, vec![issue(None)]).await.unwrap();
    assert!(matches!(commit(store, vec![issue(None)]).await, Err(StoreError::Conflict)));
    let stored = store.code(&purpose).await.unwrap().unwrap();
    assert_eq!((&stored.code, stored.tries, stored.used), (&code, 0, false));
    let tried = |tries, tried| Effect::TryCode { id: stored.id, iin: person, tries, tried };
    commit(store, vec![tried(0, Tried::Wrong)]).await.unwrap();
    assert!(matches!(commit(store, vec![tried(0, Tried::Right)]).await, Err(StoreError::Conflict)));
    commit(store, vec![tried(1, Tried::Right)]).await.unwrap();
    assert!(matches!(commit(store, vec![tried(2, Tried::Right)]).await, Err(StoreError::Conflict)));
    let stored = store.code(&purpose).await.unwrap().unwrap();
    assert_eq!((stored.tries, stored.used), (2, true));
    assert_eq!(store.wrong_codes(person, noon()).await.unwrap(), 1);
    assert_eq!(store.wrong_codes(person, noon() + Duration::milliseconds(1)).await.unwrap(), 0);
    commit(store, vec![issue(Some(stored.id))]).await.unwrap();
    assert_ne!(store.code(&purpose).await.unwrap().unwrap().id, stored.id);
    let other = Purpose::Signature { iin: person, document: Digest::of(b"document") };
    assert_eq!(store.code(&other).await.unwrap(), None);
}

async fn what_is_to_be_delivered_waits_until_it_is(store: &dyn Store) {
    let outgoing = |id: &str, kind| Outgoing { id: OutgoingId(id.to_owned()), kind, useless_at: None };
    let sms = |to| OutgoingKind::Sms { to, text: "сәлем".to_owned() };
    let all = [
        outgoing("a", sms(Recipient::Phone(phone(1)))),
        outgoing("b", sms(Recipient::Holder(OwnerId::Person(iin(71))))),
        outgoing("c", OutgoingKind::Enter(number(7))),
    ];
    commit(store, all.iter().cloned().map(Effect::Send).collect()).await.unwrap();
    let waiting = async |now| -> Vec<Outgoing> {
        store.outgoing(now, 10).await.unwrap().into_iter().map(|one| one.outgoing).collect()
    };
    assert_eq!(waiting(noon() - Duration::milliseconds(1)).await, []);
    assert_eq!(waiting(noon()).await, all);
    let next_at = noon() + Duration::seconds(2);
    let id = |index: usize| all[index].id.clone();
    commit(store, vec![Effect::Delivered(id(0)), Effect::Retry { id: id(1), next_at }]).await.unwrap();
    assert_eq!(waiting(noon()).await, [all[2].clone()]);
    assert_eq!(waiting(next_at).await, all[1..]);
    assert_eq!(store.outgoing(next_at, 10).await.unwrap()[0].attempts, 1);
    commit(store, vec![Effect::Delivered(id(1)), Effect::Delivered(id(2))]).await.unwrap();
    assert_eq!(waiting(next_at).await, []);
}

async fn a_session_is_opened_touched_and_closed(store: &dyn Store) {
    let token = Digest::of(b"session");
    let session = Session { iin: iin(81), opened_at: noon(), seen_at: noon() };
    commit(store, vec![Effect::OpenSession { token, session: session.clone() }]).await.unwrap();
    assert_eq!(store.session(token).await.unwrap(), Some(session.clone()));
    let later = noon() + Duration::minutes(3);
    store.commit(Change::new(later, vec![Effect::TouchSession { token }])).await.unwrap();
    assert_eq!(store.session(token).await.unwrap().unwrap().seen_at, later);
    commit(store, vec![Effect::CloseSession { token }]).await.unwrap();
    assert_eq!(store.session(token).await.unwrap(), None);
}

async fn a_day_allows_so_many_owners(store: &dyn Store) {
    let day = noon().date_naive();
    let name = |owner, day| {
        vec![Effect::NameOwner { applicant: iin(91), owner: OwnerId::Person(owner), day, limit: 2 }]
    };
    commit(store, name(iin(92), day)).await.unwrap();
    commit(store, name(iin(93), day)).await.unwrap();
    commit(store, name(iin(92), day)).await.unwrap();
    let third = commit(store, name(iin(94), day)).await;
    assert!(matches!(third, Err(StoreError::TooManyOwners)), "{third:?}");
    commit(store, name(iin(93), day)).await.unwrap();
    commit(store, name(iin(94), day.succ_opt().unwrap())).await.unwrap();
}

async fn only_what_is_dead_is_tidied_away(store: &dyn Store) {
    let long_after = noon() + Duration::days(30);
    let change = Change::new(noon(), Vec::new()).answered(reply("legal", None));
    store.commit(change).await.unwrap();
    let people = [iin(101), iin(102), iin(103)];
    commit(store, vec![filing(&filed(10, people[0], people[1], people[2]))]).await.unwrap();
    store.commit(Change::new(long_after, vec![Effect::Tidy])).await.unwrap();
    assert!(store.reply(Digest::of(b"legal"), long_after).await.unwrap().is_some());
    assert!(store.application(number(10)).await.unwrap().is_some());
}

async fn many_changes_at_once_are_all_written(store: &dyn Store) {
    let person = iin(111);
    let write = async |index: u32| {
        let text = index.to_string();
        let notification = Notification { at: noon(), number: None, text };
        commit(store, vec![Effect::Notify { iin: person, notification }]).await.unwrap();
    };
    for start in (0..100).step_by(5) {
        tokio::join!(write(start), write(start + 1), write(start + 2), write(start + 3), write(start + 4));
    }
    assert_eq!(store.notifications(person, 1000).await.unwrap().len(), 100);
}

async fn the_contract(store: &dyn Store) {
    an_application_is_kept_with_all_that_belongs_to_it(store).await;
    of_two_successors_of_a_version_one_is_written(store).await;
    a_person_has_one_open_application(store).await;
    a_change_is_written_whole_or_not_at_all(store).await;
    a_request_is_answered_once(store).await;
    a_code_counts_its_tries_one_by_one(store).await;
    what_is_to_be_delivered_waits_until_it_is(store).await;
    a_session_is_opened_touched_and_closed(store).await;
    a_day_allows_so_many_owners(store).await;
    only_what_is_dead_is_tidied_away(store).await;
    many_changes_at_once_are_all_written(store).await;
}

#[tokio::test]
async fn sqlite_keeps_the_contract() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("store.sqlite");
    the_contract(&Sqlite::open(&file).unwrap()).await;
    let again = Sqlite::open(&file).unwrap();
    assert!(again.application(number(1)).await.unwrap().is_some(), "it is on the disk");
}

#[tokio::test]
async fn sqlite_refuses_a_file_that_was_tampered_with() {
    let folder = tempfile::tempdir().unwrap();
    let check = async |name: &str, tamper: &str| {
        let file = folder.path().join(name);
        let store = Sqlite::open(&file).unwrap();
        for _ in 0..3 {
            commit(&store, Vec::new()).await.unwrap();
        }
        drop(store);
        let connection = rusqlite::Connection::open(&file).unwrap();
        connection.execute_batch(tamper).unwrap();
        drop(connection);
        Sqlite::open(&file).map(|_| ()).map_err(|error| error.to_string())
    };
    assert_eq!(check("whole", "SELECT 1").await, Ok(()));
    for (name, tamper) in [
        ("edited", "UPDATE audit SET action = 'sign' WHERE place = 2"),
        ("deleted", "DELETE FROM audit WHERE place = 2"),
        ("newer", "PRAGMA user_version = 99"),
    ] {
        let refused = check(name, tamper).await;
        assert!(refused.as_ref().is_err_and(|text| text.contains("damaged")), "{name}: {refused:?}");
    }
    let garbage = folder.path().join("garbage");
    std::fs::write(&garbage, [42; 8192]).unwrap();
    assert!(matches!(Sqlite::open(&garbage), Err(StoreError::Damaged(_))));
}
