//! What every store must do. The checks take any store; `sqlite` and `postgres` run them on theirs.

mod applications;
mod audit;
mod deliveries;
mod moving;
mod overview;
mod postgres;
mod postgres_in_clear;
mod qr;
mod races;
mod requests;
mod shelves;
mod signatures;
mod sqlite;

use chrono::{DateTime, Duration, Utc};
use registration::{
    ConsentNeeded, FiledService, Filing, Outcome, Ownership, SubjectChoice, Verdict,
    application::{
        AddressText, ApplicationNumber, NewApplication, NewConsent, Party, Transition, file,
    },
    identifiers::{Iin, OwnerId, Rca, Region},
};
use server::ports::store::{
    Actor, Change, ConsentTerm, Digest, Effect, KeptReply, Store, StoreError,
};

use crate::support::at;

const NOON: &str = "2026-11-22T07:00:00Z";

fn noon() -> DateTime<Utc> {
    at(NOON)
}

fn number(bits: u64) -> ApplicationNumber {
    ApplicationNumber::from_bits(bits)
}

pub fn filed(bits: u64, applicant: Iin, subject: Iin, owner: Iin) -> Transition {
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
    applications::an_answer_is_in_time_until_the_last_millisecond(store).await;
    applications::a_person_has_one_open_application(store).await;
    applications::a_change_is_written_whole_or_not_at_all(store).await;
    requests::a_request_is_answered_once(store).await;
    requests::a_code_counts_its_tries_one_by_one(store).await;
    deliveries::what_is_to_be_delivered_waits_until_it_is(store).await;
    qr::a_qr_code_takes_one_end_and_none_after_its_time(store).await;
    requests::a_session_is_opened_touched_and_closed(store).await;
    requests::old_notifications_are_removed_and_others_stay(store).await;
    requests::a_role_is_given_and_taken_and_looks_are_kept(store).await;
    audit::lines_about_an_application_are_found_also_from_before_it_was_filed(store).await;
    requests::a_day_allows_so_many_owners(store).await;
    requests::a_day_allows_so_many_dwellings(store).await;
    signatures::a_challenge_is_met_once_and_in_time(store).await;
    signatures::evidence_is_kept_with_what_it_belongs_to_or_not_at_all(store).await;
    deliveries::only_what_is_dead_is_tidied_away(store).await;
    deliveries::many_changes_at_once_are_all_written(store).await;
    races::of_approval_refusal_and_expiry_one_wins(store).await;
    races::of_many_filings_for_a_person_one_is_written(store).await;
    races::a_request_sent_many_times_at_once_is_done_once(store).await;
    races::what_fails_leaves_nothing_and_takes_nobody_with_it(store).await;
    races::tries_of_a_code_at_once_count_one_by_one(store).await;
    signatures::a_challenge_met_many_times_at_once_is_met_once(store).await;
    races::a_day_allows_so_many_owners_also_at_once(store).await;
    overview::what_waits_and_what_was_filed_is_counted(store).await;
}
