//! What every store must do. The checks take any store; below, they are run on SQLite.

mod applications;
mod deliveries;
mod requests;

use chrono::{DateTime, Duration, Utc};
use registration::{
    ConsentNeeded, FiledService, Filing, Outcome, Ownership, SubjectChoice, Verdict,
    application::{
        AddressText, ApplicationNumber, NewApplication, NewConsent, Party, Transition, file,
    },
    identifiers::{Iin, OwnerId, Rca, Region},
};
use server::{
    adapters::sqlite::Sqlite,
    ports::store::{Actor, Change, ConsentTerm, Digest, Effect, KeptReply, Store, StoreError},
};

use crate::support::at;

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
        applicant: Party {
            iin: applicant,
            name: "А".to_owned(),
        },
        subject: Party {
            iin: subject,
            name: "Б".to_owned(),
        },
        address: AddressText {
            kk: text(),
            ru: text(),
            en: text(),
        },
        region: Region::parse("75").unwrap(),
        verdict,
        policy_version: "0".repeat(16),
        consents: vec![NewConsent {
            owner: OwnerId::Person(owner),
            reply_code: 4821,
        }],
        consent_minutes: 60,
    };
    file(new, noon()).unwrap()
}

fn filing(transition: &Transition) -> Effect {
    let term = Some(ConsentTerm {
        until: noon() + Duration::minutes(60),
        minutes: 60,
    });
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
    store
        .commit(Change::new(noon(), effects).audited(Actor::Service, "test", ""))
        .await
}

async fn the_contract(store: &dyn Store) {
    applications::an_application_is_kept_with_all_that_belongs_to_it(store).await;
    applications::of_two_successors_of_a_version_one_is_written(store).await;
    applications::a_person_has_one_open_application(store).await;
    applications::a_change_is_written_whole_or_not_at_all(store).await;
    requests::a_request_is_answered_once(store).await;
    requests::a_code_counts_its_tries_one_by_one(store).await;
    deliveries::what_is_to_be_delivered_waits_until_it_is(store).await;
    requests::a_session_is_opened_touched_and_closed(store).await;
    requests::a_day_allows_so_many_owners(store).await;
    requests::a_day_allows_so_many_dwellings(store).await;
    deliveries::only_what_is_dead_is_tidied_away(store).await;
    deliveries::many_changes_at_once_are_all_written(store).await;
}

#[tokio::test]
async fn sqlite_keeps_the_contract() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("store.sqlite");
    the_contract(&Sqlite::open(&file).unwrap()).await;
    let again = Sqlite::open(&file).unwrap();
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
        let store = Sqlite::open(&file).unwrap();
        for _ in 0..3 {
            commit(&store, Vec::new()).await.unwrap();
        }
        drop(store);
        let connection = rusqlite::Connection::open(&file).unwrap();
        connection.execute_batch(tamper).unwrap();
        drop(connection);
        Sqlite::open(&file)
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
        Sqlite::open(&garbage),
        Err(StoreError::Damaged(_))
    ));
}
