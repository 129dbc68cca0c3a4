//! What the page reads and writes by `json` is what the server writes and reads by `serde_json`.
//!
//! Each example is also tried with every part of it taken out or replaced, so that what is missing
//! and what has another shape is judged alike.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::fmt::Debug;

use json::{FromJson, ToJson};
use proptest::{collection::vec, prelude::*, sample::Index};
use registration::{
    Answers, Capacity, Citizenship, ConsentNeeded, DwellingKind, KnownDwelling, Outcome, Ownership,
    Reason, Relation, RelationToOwner, Service, SubjectChoice, Tenure,
    application::{ApplicationNumber, StateName},
    identifiers::{Iin, OwnerId, Rca, Region},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use wire::{
    Addresses, ApplicationView, Applications, Challenge, CodeSent, ConsentRequest, ConsentView,
    DwellingCheck, DwellingChecked, EdsConsentRequest, EdsSettings, EdsSignInRequest,
    EdsSignRequest, FileRequest, Messages, Person, Problem, ProblemCode, QrProgress, QrSigning,
    QrState, SignInCodeRequest, SignInRequest, SignRequest,
};
use words::Lang;

/// What travels to the page.
trait Read: FromJson + Serialize + DeserializeOwned + PartialEq + Debug {}
impl<T: FromJson + Serialize + DeserializeOwned + PartialEq + Debug> Read for T {}

fn addresses() -> Value {
    json!({ "found": [address(), address()], "more": true })
}

fn address() -> Value {
    json!({ "rca": "0202100299573386", "text": text(), "region": "71", "kind": "care_home" })
}

fn text() -> Value {
    json!({ "kk": "Астана қ.", "ru": "г. Астана, \"5\"", "en": "Astana" })
}

fn application() -> Value {
    json!({
        "number": "T-4K7M-9QX2-B6",
        "now": "2026-11-25T02:27:00Z",
        "state": "awaiting_consent",
        "service": "temporary",
        "months": 6,
        "reason": "treatment",
        "subject": "Дана",
        "myself": true,
        "address": text(),
        "rca": "0202100299573386",
        "filed_at": "2026-11-25T02:27:00.125Z",
        "consent": {
            "until": "2026-11-25T02:57:00Z",
            "minutes": 30,
            "owners": [
                { "ordinal": 1, "state": "waiting", "at": null },
                { "ordinal": 2, "state": "agreed", "at": "2026-11-25T02:30:00Z" },
            ],
            "together": "silent",
            "reminder_at": "2026-11-25T02:40:00Z",
        },
        "document": "tirkeu-application/1 kk\n\n",
        "document_sha256": "00",
        "rules": [{ "rule": "R3", "message": "R3_a" }],
        "ended_by": "R9",
        "from": "2026-11-25",
        "until": "2027-05-25",
        "timeline": [
            { "at": "2026-11-25T02:27:00Z", "step": "filed" },
            { "at": "2026-11-25T02:27:00Z", "step": "owners_asked" },
        ],
    })
}

fn applications() -> Value {
    json!({ "applications": [{
        "number": "T-4K7M-9QX2-B6",
        "service": "permanent",
        "state": "registered",
        "filed_at": "2026-11-25T02:27:00Z",
        "changed_at": "2026-11-25T02:27:00Z",
        "subject": "Дана",
        "address": text(),
        "until": "2027-05-25",
    }] })
}

fn consent() -> Value {
    json!({
        "now": "2026-11-25T02:27:00Z",
        "until": "2026-11-25T02:57:00Z",
        "minutes": 30,
        "standing": "too_late",
        "service": "temporary",
        "months": 6,
        "subject": "Дана",
        "applicant": "Айгүл",
        "relation_to_owner": "close_relative",
        "address": text(),
        "filed_at": "2026-11-25T02:27:00Z",
    })
}

fn check() -> Value {
    json!({
        "service": "temporary",
        "months": -3,
        "subject": { "person": "061211600012" },
        "rca": "0202100299573386",
        "ownership": "none",
        "owner": "180140005198",
        "state_rental": false,
    })
}

fn checked() -> Value {
    json!({
        "known": {
            "found": true,
            "ownership": "shared",
            "tenure": "state_rental",
            "kind": "flat",
            "institution_applies": false,
            "commissioned": true,
            "region": "75",
            "area_per_person_dm2": 1800,
            "owner_minor": false,
            "owner_limited": true,
            "subject_listed": null,
        },
        "decided": verdict(),
    })
}

fn verdict() -> Value {
    json!({
        "outcome": "visit_psc",
        "consent": "co_owners",
        "because": [{
            "rule": "R5",
            "message": "R5_minor",
            "act": "Правила",
            "article": "п. 5",
            "from": "2020-01-01",
            "until": "2030-12-31",
            "confidence": "high",
            "certain": true,
            "text": text(),
        }],
        "missing": ["dwelling.kind", "subject.age"],
    })
}

fn answers() -> Value {
    json!({
        "service": "temporary",
        "months": 6,
        "subject": "myself",
        "ownership": "sole",
        "rca": "0202100299573386",
        "owner": "061211600012",
        "relation_to_owner": "student",
        "reason": "work",
        "declared_subject": {
            "age": 18,
            "citizenship": "residence_permit",
            "capacity": "partial",
            "relation": "self",
            "has_eds": true,
            "phone_in_mobile_base": false,
            "open_application": true,
        },
        "declared_dwelling": {
            "found": true,
            "tenure": "private",
            "subject_listed": true,
            "kind": "house",
            "institution_applies": true,
            "commissioned": true,
            "region": "10",
            "area_per_person_dm2": 600,
            "owner_minor": true,
            "owner_limited": true,
        },
    })
}

fn person() -> Value {
    json!({
        "iin": "061211600012",
        "name": "Дана",
        "permanent_address": text(),
        "applicant": { "has_eds": true, "phone_in_mobile_base": null },
        "subjects": [
            { "choice": "myself", "name": "Дана", "known": {
                "age": 40,
                "citizenship": "citizen",
                "capacity": "full",
                "relation": "self",
                "open_application": false,
            } },
            { "choice": { "person": "061211600012" }, "name": "Али", "known": {} },
        ],
        "dwellings": [
            { "rca": "0202100299573386", "text": text(), "region": "79", "ownership": "shared" },
        ],
        "session_until": "2026-11-25T02:57:00Z",
        "now": "2026-11-25T02:27:00+05:00",
    })
}

fn problem() -> Value {
    json!({
        "type": "urn:tirkeu:problem:too_many_requests",
        "title": "Тым көп",
        "status": 429,
        "code": "too_many_requests",
        "detail": "Күте тұрыңыз",
        "titles": text(),
        "details": text(),
        "fields": [{ "field": "iin", "code": "checksum", "detail": "Қате" }],
        "verdict": verdict(),
        "retry_at": "2026-11-25T02:27:00Z",
    })
}

fn messages() -> Value {
    json!({ "messages": [
        { "at": "2026-11-25T02:27:00Z", "number": "T-4K7M-9QX2-B6", "text": "\t\\ 😀" },
        { "at": "2026-11-25T02:27:00Z", "number": null, "text": "" },
    ] })
}

fn code_sent() -> Value {
    json!({
        "now": "2026-11-25T02:27:00Z",
        "expires_at": "2026-11-25T02:32:00Z",
        "resend_at": "2026-11-25T02:28:00Z",
    })
}

/// Every text that comes of taking out or replacing one part, and the value itself.
fn changed(value: &Value) -> Vec<Value> {
    let mut all = vec![
        value.clone(),
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(300),
        json!(65_536),
        json!(4_294_967_296_u64),
        json!(1.5),
        json!(""),
        json!("none"),
        json!("061211600012"),
        json!({}),
        json!({ "person": "061211600012" }),
        json!([]),
        json!([value]),
    ];
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let mut without = members.clone();
                without.remove(name);
                all.push(Value::Object(without));
                for other in changed(member) {
                    let mut with = members.clone();
                    with.insert(name.clone(), other);
                    all.push(Value::Object(with));
                }
            }
            let mut more = members.clone();
            more.insert("unknown".into(), json!([1.5, { "a": null }]));
            all.push(Value::Object(more));
        }
        Value::Array(values) => {
            for (place, value) in values.iter().enumerate() {
                for other in changed(value) {
                    let mut with = values.clone();
                    with[place] = other;
                    all.push(Value::Array(with));
                }
            }
        }
        _ => {}
    }
    all
}

/// Whether serde could read a struct from one of these lists.
fn has_list_of_another(text: &str, original: &str) -> bool {
    text.matches('[').count() != original.matches('[').count() || text.contains("[]")
}

fn check_read<T: Read>(example: &Value) {
    let original = example.to_string();
    assert!(json::read::<T>(&original).is_some(), "{original}");
    for changed in changed(example) {
        let text = changed.to_string();
        let theirs = serde_json::from_str::<T>(&text).ok();
        let ours = json::read::<T>(&text);
        if ours.is_some() || !has_list_of_another(&text, &original) {
            assert_eq!(ours, theirs, "{text}");
        }
        if let Some(value) = theirs {
            let text = serde_json::to_string(&value).unwrap();
            assert_eq!(json::read::<T>(&text), Some(value), "{text}");
        }
    }
}

#[test]
fn what_the_server_sends_is_read_as_serde_json_reads_it() {
    check_read::<Addresses>(&addresses());
    check_read::<ApplicationView>(&application());
    check_read::<Applications>(&applications());
    check_read::<CodeSent>(&code_sent());
    check_read::<EdsSettings>(&json!({ "ncalayer": "wss://127.0.0.1:13579" }));
    let (now, expires_at) = ("2026-11-25T02:27:00Z", "2026-11-25T02:32:00Z");
    check_read::<Challenge>(
        &json!({ "text": "tirkeu-sign-in/1\n", "expires_at": expires_at, "now": now }),
    );
    check_read::<QrSigning>(&json!({
        "token": "t", "link": "mobileSign:https://", "svg": "<svg/>",
        "expires_at": expires_at, "now": now,
    }));
    for state in [
        QrState::Waiting,
        QrState::Opened,
        QrState::Signed,
        QrState::Refused,
        QrState::Expired,
    ] {
        let text = serde_json::to_value(state).unwrap();
        check_read::<QrProgress>(&json!({ "state": text }));
    }
    check_read::<ConsentView>(&consent());
    check_read::<DwellingCheck>(&check());
    check_read::<DwellingChecked>(&checked());
    check_read::<Answers>(&answers());
    check_read::<Messages>(&messages());
    check_read::<Person>(&person());
    check_read::<Problem>(&problem());
}

/// While servers are updated one after another, a page that one of them gave out meets answers of
/// those before it.
#[test]
fn a_problem_of_an_older_server_is_read_in_the_language_it_speaks() {
    let mut older = problem();
    for name in ["titles", "details"] {
        older.as_object_mut().unwrap().remove(name);
    }
    let read: Problem = json::read(&older.to_string()).unwrap();
    assert_eq!(serde_json::from_value::<Problem>(older).unwrap(), read);
    let newer: Problem = json::read(&problem().to_string()).unwrap();
    for lang in Lang::ALL {
        let text = |problem: &Problem| {
            [problem.title_in(lang), problem.detail_in(lang)].map(ToOwned::to_owned)
        };
        assert_eq!(text(&read), ["Тым көп", "Күте тұрыңыз"]);
        assert_eq!(text(&newer), [newer.titles.text(lang); 2], "{lang:?}");
    }
}

/// Whatever of it is valid, with and without its parts.
fn check_written<T: ToJson + Serialize + DeserializeOwned + PartialEq + Debug>(example: &Value) {
    let mut valid = 0;
    for changed in changed(example) {
        if let Ok(value) = serde_json::from_value::<T>(changed) {
            valid += 1;
            let text = json::write(&value);
            assert_eq!(text, serde_json::to_string(&value).unwrap());
            assert_eq!(serde_json::from_str::<T>(&text).unwrap(), value);
        }
    }
    assert!(valid > 0, "{example}");
}

#[test]
fn what_the_page_sends_is_what_serde_json_would_send() {
    check_written::<FileRequest>(&json!({ "answers": answers(), "lang": "kk" }));
    check_written::<SignRequest>(&json!({ "code": "123456", "document_sha256": "00" }));
    check_written::<EdsSignRequest>(&json!({ "cms": "MII=", "document_sha256": "00" }));
    check_written::<EdsSignInRequest>(&json!({ "challenge_text": "1", "cms": "MII=" }));
    for agrees in [true, false] {
        check_written::<EdsConsentRequest>(&json!({ "agrees": agrees, "cms": "MII=" }));
    }
    check_written::<ConsentRequest>(&json!({ "agrees": true }));
    check_written::<SignInCodeRequest>(&json!({ "iin": "061211600012" }));
    check_written::<SignInRequest>(&json!({ "iin": "061211600012", "code": "123456" }));
    check_written::<DwellingCheck>(&check());
    check_written::<DwellingChecked>(&checked());
    check_written::<KnownDwelling>(&checked()["known"]);
    check_written::<Answers>(&answers());
}

/// A newline is written another way than by `serde_json`, and is the same when read: else the
/// challenge that comes back would not be the one that was signed.
#[test]
fn a_challenge_of_several_lines_comes_back_unchanged() {
    let signed = EdsSignInRequest {
        challenge_text: "tirkeu-sign-in/1\nhttps://example.kz\n".to_owned(),
        cms: "MII=".to_owned(),
    };
    let read = serde_json::from_str::<EdsSignInRequest>(&json::write(&signed)).unwrap();
    assert_eq!(read, signed);
}

#[test]
fn every_name_is_the_same_for_both() {
    fn check<T: Read + ToJson>(values: &[T]) {
        for value in values {
            let text = serde_json::to_string(value).unwrap();
            assert_eq!(json::write(value), text);
            assert_eq!(json::read::<T>(&text).as_ref(), Some(value), "{text}");
        }
    }
    check(Capacity::ALL);
    check(Citizenship::ALL);
    check(ConsentNeeded::ALL);
    check(DwellingKind::ALL);
    check(Outcome::ALL);
    check(Ownership::ALL);
    check(Reason::ALL);
    check(Relation::ALL);
    check(RelationToOwner::ALL);
    check(Service::ALL);
    check(StateName::ALL);
    check(Tenure::ALL);
    check(&Lang::ALL);
    check(&Region::CODES.map(|code| Region::parse(code).unwrap()));
    let iin = Iin::parse("061211600012").unwrap();
    check(&[SubjectChoice::Myself, SubjectChoice::Person(iin)]);
    check(&[
        OwnerId::Person(iin),
        OwnerId::parse("180140005198").unwrap(),
    ]);
    check(&[Rca::parse("0202100299573386").unwrap()]);
    check(&[ApplicationNumber::from_bits(u64::MAX / 3)]);
    for code in ProblemCode::ALL {
        let text = serde_json::to_string(code).unwrap();
        assert_eq!(json::read(&text), Some(*code), "{text}");
    }
}

#[test]
fn every_name_in_an_application_is_the_same_for_both() {
    fn check(pointer: &str, names: &[&str]) {
        for name in names {
            let mut changed = application();
            *changed.pointer_mut(pointer).unwrap() = json!(name);
            check_read_once::<ApplicationView>(&changed);
        }
    }
    check(
        "/consent/together",
        &["waiting", "agreed", "declined", "silent"],
    );
    check(
        "/timeline/0/step",
        &[
            "filed",
            "owners_asked",
            "owners_reminded",
            "owner_agreed",
            "ready_to_sign",
            "signed",
            "registered",
            "refused",
            "cancelled",
            "withdrawn",
        ],
    );
    for name in ["waiting", "agreed", "declined", "too_late", "ended"] {
        let mut changed = consent();
        changed["standing"] = json!(name);
        check_read_once::<ConsentView>(&changed);
    }
}

fn check_read_once<T: Read>(example: &Value) {
    let expected: T = serde_json::from_value(example.clone()).unwrap();
    assert_eq!(json::read::<T>(&example.to_string()), Some(expected));
}

/// Ours is not more lenient, but for what the crate says of itself.
fn check_accepted<T: Read>(text: &str) -> Result<(), TestCaseError> {
    let Some(ours) = json::read::<T>(text) else {
        return Ok(());
    };
    match serde_json::from_str::<T>(text) {
        Ok(theirs) => prop_assert_eq!(ours, theirs),
        Err(error) => {
            let error = error.to_string();
            let known = error.contains("duplicate field") || error.contains("number");
            prop_assert!(known, "{error}: {text}");
        }
    }
    Ok(())
}

/// Parts of JSON, and some bytes that are none.
const PIECES: [&[u8]; 14] = [
    b"", b"\"", b"{", b"}", b"[", b"]", b",", b":", b"null", b"7", b"\\", b"a", b"\n", b"\xd0",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn what_is_accepted_serde_json_accepts_too(
        edits in vec((any::<Index>(), any::<Index>(), 0_usize..3), 1..4),
    ) {
        let changed = |example: Value| {
            let mut bytes = example.to_string().into_bytes();
            for (at, piece, length) in &edits {
                let at = at.index(bytes.len());
                let end = (at + length).min(bytes.len());
                bytes.splice(at..end, PIECES[piece.index(PIECES.len())].iter().copied());
            }
            String::from_utf8_lossy(&bytes).into_owned()
        };
        check_accepted::<ApplicationView>(&changed(application()))?;
        check_accepted::<Person>(&changed(person()))?;
        check_accepted::<Problem>(&changed(problem()))?;
        check_accepted::<Answers>(&changed(answers()))?;
        check_accepted::<DwellingCheck>(&changed(check()))?;
        check_accepted::<Messages>(&changed(messages()))?;
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in vec(any::<u8>(), 0..200)) {
        check_accepted::<Answers>(&String::from_utf8_lossy(&bytes))?;
    }
}
