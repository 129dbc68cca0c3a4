//! The life cycle of an application as a specification: single steps, and properties that hold
//! for every order of steps and every clock.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests"
)]

use chrono::{DateTime, Duration, Utc};
use proptest::prelude::*;
use registration::{
    Because, ConsentNeeded, FiledService, Filing, Outcome, Ownership, Reason, SubjectChoice,
    Verdict,
    application::{
        AddressText, Application, ApplicationNumber, Channel, ConsentId, Event, NewApplication,
        NewConsent, NotAllowed, Party, Refusal, State, StateName, Transition, answer, enter,
        expire, file, remind, sign, withdraw,
    },
    identifiers::{Iin, OwnerId, Rca, Region},
};
use words::Lang;

const MINUTES: u32 = 60;

fn start() -> DateTime<Utc> {
    "2026-03-01T09:00:00Z".parse().unwrap()
}

fn after(minutes: i64) -> DateTime<Utc> {
    start() + Duration::minutes(minutes)
}

fn new(owners: usize, service: FiledService) -> NewApplication {
    let iin = Iin::parse("061211600012").unwrap();
    let address = AddressText {
        kk: "Абай 10".into(),
        ru: "Абая 10".into(),
        en: "Abay 10".into(),
    };
    let consent = if owners == 0 {
        ConsentNeeded::None
    } else {
        ConsentNeeded::CoOwners
    };
    NewApplication {
        number: ApplicationNumber::from_bits(7),
        lang: Lang::Ru,
        filing: Filing {
            service,
            subject: SubjectChoice::Myself,
            rca: Rca::parse("0202100299573386").unwrap(),
            owner: None,
            ownership: Ownership::Shared,
            state_rental: false,
            relation_to_owner: None,
        },
        applicant: Party {
            iin,
            name: "Сағынова Әсел".into(),
        },
        subject: Party {
            iin,
            name: "Сағынова Әсел".into(),
        },
        address,
        region: Region::parse("75").unwrap(),
        verdict: Verdict {
            outcome: Outcome::Online,
            consent: Some(consent),
            because: vec![Because {
                rule: "R3".into(),
                message: "R3".into(),
                certain: true,
            }],
            missing: Vec::new(),
        },
        policy_version: "0123456789abcdef".into(),
        consents: (0..owners)
            .map(|index| NewConsent {
                owner: OwnerId::Person(iin),
                reply_code: 1000 + u16::try_from(index).unwrap(),
            })
            .collect(),
        consent_minutes: MINUTES,
    }
}

fn filed(owners: usize) -> Application {
    file(new(owners, FiledService::Temporary { months: 6 }), start())
        .unwrap()
        .application
}

fn agree(
    application: Application,
    owner: u8,
    now: DateTime<Utc>,
) -> Result<Transition, NotAllowed> {
    answer(application, ConsentId(owner), true, Channel::Sms, "R8", now)
}

fn decline(
    application: Application,
    owner: u8,
    now: DateTime<Utc>,
) -> Result<Transition, NotAllowed> {
    answer(
        application,
        ConsentId(owner),
        false,
        Channel::Link,
        "R10",
        now,
    )
}

fn signed(application: Application, now: DateTime<Utc>) -> Result<Transition, NotAllowed> {
    let document = application.state.document().unwrap().clone();
    sign(application, &document, now)
}

#[test]
fn an_owner_signs_at_once() {
    let application = filed(0);
    assert_eq!(application.state.name(), StateName::AwaitingSignature);
    let application = signed(application, after(1)).unwrap().application;
    let entered = enter(application, after(2)).unwrap();
    assert_eq!(entered.application.state.name(), StateName::Registered);
    let until = "2026-09-01".parse().unwrap();
    assert!(
        matches!(entered.events[0].event, Event::Registered { until: Some(day), .. } if day == until)
    );
}

#[test]
fn the_first_day_is_that_of_the_signature_however_late_the_register_answers() {
    let application = signed(filed(0), after(1)).unwrap().application;
    let first_days = [after(2), after(2 * 24 * 60)].map(|now| {
        let entered = enter(application.clone(), now).unwrap();
        match entered.application.state {
            State::Registered { from, .. } => from,
            other => panic!("{other:?}"),
        }
    });
    assert_eq!(first_days[0], first_days[1]);
}

#[test]
fn a_permanent_registration_has_no_end() {
    let service = FiledService::Permanent {
        reason: Reason::Work,
    };
    let application = file(new(0, service), start()).unwrap().application;
    let application = signed(application, after(1)).unwrap().application;
    let entered = enter(application, after(2)).unwrap();
    assert!(matches!(
        entered.events[0].event,
        Event::Registered { until: None, .. }
    ));
}

#[test]
fn every_owner_must_agree_before_it_can_be_signed() {
    let application = agree(filed(3), 0, after(1)).unwrap().application;
    assert_eq!(application.state.name(), StateName::AwaitingConsent);
    let application = agree(application, 2, after(2)).unwrap().application;
    let document_before = application.state.document();
    assert!(document_before.is_none());
    let application = agree(application, 1, after(59)).unwrap().application;
    assert_eq!(application.state.name(), StateName::AwaitingSignature);
}

#[test]
fn one_no_of_three_ends_it() {
    let application = agree(filed(3), 0, after(1)).unwrap().application;
    let ended = decline(application, 1, after(2)).unwrap().application;
    assert_eq!(ended.state.name(), StateName::Refused);
    assert!(agree(ended, 2, after(3)).is_err());
}

#[test]
fn an_answer_is_in_time_until_the_last_millisecond() {
    let deadline = after(i64::from(MINUTES));
    let millisecond = Duration::milliseconds(1);
    assert!(agree(filed(1), 0, deadline - millisecond).is_ok());
    assert_eq!(
        agree(filed(1), 0, deadline).unwrap_err(),
        NotAllowed::TooLate { until: deadline }
    );
    assert_eq!(
        expire(filed(1), "R9", deadline - millisecond).unwrap_err(),
        NotAllowed::TooEarly { until: deadline }
    );
    let ended = expire(filed(1), "R9", deadline).unwrap().application;
    assert_eq!(ended.state.name(), StateName::Cancelled);
}

#[test]
fn an_owner_answers_once() {
    let application = agree(filed(2), 0, after(1)).unwrap().application;
    assert_eq!(
        decline(application.clone(), 0, after(2)).unwrap_err(),
        NotAllowed::AlreadyAnswered
    );
    assert_eq!(
        agree(application, 9, after(2)).unwrap_err(),
        NotAllowed::UnknownConsent
    );
}

#[test]
fn owners_are_reminded_but_not_flooded() {
    let next = after(5);
    assert_eq!(
        remind(filed(2), after(4)).unwrap_err(),
        NotAllowed::RemindedRecently { next }
    );
    let application = agree(filed(2), 0, after(1)).unwrap().application;
    let reminded = remind(application, after(5)).unwrap();
    assert_eq!(
        reminded.events.len(),
        1,
        "only the owner who has not answered"
    );
    assert!(remind(reminded.application, after(6)).is_err());
}

#[test]
fn only_what_was_shown_can_be_signed() {
    let other = registration::Document::kept("something else".into());
    assert_eq!(
        sign(filed(0), &other, after(1)).unwrap_err(),
        NotAllowed::OtherDocument
    );
}

#[test]
fn what_is_signed_cannot_be_withdrawn() {
    assert!(withdraw(filed(2), after(1)).is_ok());
    assert!(withdraw(filed(0), after(1)).is_ok());
    let application = signed(filed(0), after(1)).unwrap().application;
    assert!(withdraw(application, after(2)).is_err());
}

#[test]
fn nothing_is_filed_against_the_law() {
    let mut against = new(0, FiledService::Temporary { months: 6 });
    against.verdict.outcome = Outcome::Refused;
    assert!(matches!(file(against, start()), Err(Refusal::Verdict(_))));
    let mut nobody = new(0, FiledService::Temporary { months: 6 });
    nobody.verdict.consent = Some(ConsentNeeded::AllOwners);
    assert_eq!(file(nobody, start()), Err(Refusal::NobodyToAsk));
}

#[test]
fn a_term_beyond_the_calendar_is_no_panic() {
    for months in [-1, i32::MAX] {
        let application = file(new(0, FiledService::Temporary { months }), start())
            .unwrap()
            .application;
        let application = signed(application, after(1)).unwrap().application;
        assert_eq!(enter(application, after(2)).unwrap_err(), NotAllowed::Term);
    }
}

#[test]
fn a_name_cannot_forge_a_line_of_the_document() {
    let mut new = new(0, FiledService::Temporary { months: 6 });
    new.subject.name = "Ахметов\nСрок: 600 месяцев".into();
    let application = file(new, start()).unwrap().application;
    let text = application.state.document().unwrap().text().to_owned();
    assert_eq!(
        text.lines()
            .filter(|line| line.starts_with("Срок: "))
            .count(),
        1,
        "{text}"
    );
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Agree(u8),
    Decline(u8),
    Expire,
    Remind,
    Sign,
    Enter,
    Withdraw,
}

fn step() -> impl Strategy<Value = (Step, i64)> {
    let step = prop_oneof![
        4 => (0u8..4).prop_map(Step::Agree),
        1 => (0u8..4).prop_map(Step::Decline),
        1 => Just(Step::Expire),
        1 => Just(Step::Remind),
        2 => Just(Step::Sign),
        2 => Just(Step::Enter),
        1 => Just(Step::Withdraw),
    ];
    (step, 0i64..40)
}

fn take(
    application: Application,
    step: Step,
    now: DateTime<Utc>,
) -> Result<Transition, NotAllowed> {
    match step {
        Step::Agree(owner) => agree(application, owner, now),
        Step::Decline(owner) => decline(application, owner, now),
        Step::Expire => expire(application, "R9", now),
        Step::Remind => remind(application, now),
        Step::Sign if application.state.document().is_some() => signed(application, now),
        Step::Sign => sign(
            application,
            &registration::Document::kept(String::new()),
            now,
        ),
        Step::Enter => enter(application, now),
        Step::Withdraw => withdraw(application, now),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// Whatever is tried, in whatever order and at whatever time: nothing is registered without
    /// every owner's consent in time and a signature; an end is an end; a document, once shown,
    /// never changes.
    #[test]
    fn no_order_of_steps_breaks_the_life_cycle(
        owners in 0usize..4,
        steps in proptest::collection::vec(step(), 0..24),
    ) {
        let mut application = filed(owners);
        let mut now = start();
        let mut was_signed = false;
        for (step, minutes) in steps {
            now += Duration::minutes(minutes);
            let before = application.clone();
            match take(application, step, now) {
                Err(_) => application = before,
                Ok(next) => {
                    prop_assert!(before.is_open(), "{step:?} moved an application that had ended");
                    was_signed |= next.events.iter().any(|happened| happened.event == Event::Signed);
                    if let (Some(shown), Some(now_shown)) = (before.state.document(), next.application.state.document()) {
                        prop_assert_eq!(shown, now_shown);
                    }
                    application = next.application;
                }
            }
            if matches!(application.state.name(), StateName::AwaitingSignature | StateName::Signed | StateName::Registered) {
                for consent in &application.consents {
                    let in_time = match consent.state {
                        registration::application::ConsentState::Agreed { at, .. } => at < after(i64::from(MINUTES)),
                        _ => false,
                    };
                    prop_assert!(in_time, "{:?}", consent);
                }
            }
            if application.state.name() == StateName::Registered {
                prop_assert!(was_signed);
            }
            let kept = serde_json::to_string(&application).unwrap();
            prop_assert_eq!(serde_json::from_str::<Application>(&kept).unwrap(), application.clone());
        }
    }
}
