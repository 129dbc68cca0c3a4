//! Races that share an instant: no jump of the clock in one of them decides another.

use std::{
    hash::{BuildHasher, Hasher, RandomState},
    sync::Arc,
};

use chrono::Duration;
use registration::{
    application::{Application, ApplicationNumber, Happened, State},
    identifiers::Iin,
};
use serde_json::{Value, json};
use server::{
    ports::store::{Change, ConsentRef, Digest, Effect, Session, StoredApplication},
    usecases::expire_consents,
};
use tokio::task::JoinSet;

use super::winner::winner;
use crate::support::{Service, Visitor, iin, text};

/// How long owners have, in milliseconds.
const HOUR_MS: i64 = 3_600_000;
/// How many applications are fought over side by side: enough that changes share a sync, and few
/// enough that the worker, who ends them one after another, reaches the last one in time.
const SIDE_BY_SIDE: u32 = 24;

/// A service, and an application as it was filed, of which all others are copies.
pub struct Arena {
    service: Arc<Service>,
    filed: StoredApplication,
    subjects: Vec<Iin>,
}

/// Somebody who wants something of an application.
enum Contender {
    Owner {
        token: String,
        agrees: bool,
    },
    Applicant(ApplicationNumber),
    /// The worker, with a jump of the clock before it, in milliseconds.
    Clock(i64),
}

impl Arena {
    /// Files an application as anybody would, and takes it back.
    pub async fn open(service: Service) -> Self {
        let town = &service.town;
        let visitor = service.sign_in(town.serik).await;
        let answers = town.owner_answers(town.shared);
        let application = service.file_ok(&visitor, answers).await;
        let number = ApplicationNumber::parse(text(&application, "number")).unwrap();
        let filed = service.app.store.application(number).await;
        let filed = filed.unwrap().unwrap();
        let path = format!("/api/v1/applications/{number}/withdrawal");
        let back = service.as_(&visitor).post(&path, Value::Null).await;
        assert_eq!(back.status, 200, "{back:?}");
        let subjects = (0..SIDE_BY_SIDE).map(|place| iin(5000 + place)).collect();
        Self {
            service: Arc::new(service),
            filed,
            subjects,
        }
    }

    /// One race for each subject, all at once; who has won each.
    pub async fn wave(&self, at_the_end: bool) -> Vec<Result<&'static str, String>> {
        let service = &self.service;
        let (numbers, mut contenders) = self.file().await;
        let millis = if at_the_end { HOUR_MS - 1 } else { 1000 };
        service.world.forward_ms(millis);
        let visitor = self.signed_in().await;
        let mut chance = Chance::new();
        chance.shuffle(&mut contenders);
        contenders.insert(0, Contender::Clock(i64::from(at_the_end)));
        // Whether they come at the same instant or one after another, everybody wins at times.
        let most = [1, 4, 16, 64][chance.below(4)];
        let mut at_once = JoinSet::new();
        for contender in contenders {
            let (service, visitor) = (service.clone(), visitor.clone());
            let pause = chance.below(most) as u64;
            at_once.spawn(async move {
                tokio::time::sleep(std::time::Duration::from_millis(pause)).await;
                contend(service, visitor, contender).await
            });
        }
        while let Some(done) = at_once.join_next().await {
            done.unwrap();
        }
        let mut winners = Vec::with_capacity(numbers.len());
        let mut open = JoinSet::new();
        for number in numbers {
            let stored = service.app.store.application(number).await;
            let stored = stored.unwrap().unwrap();
            winners.push(winner(&stored).map_err(|what| format!("{number}: {what}")));
            // Whatever is left open must not stand in the way of the next.
            if stored.application.is_open() {
                let applicant = Contender::Applicant(number);
                open.spawn(contend(service.clone(), visitor.clone(), applicant));
            }
        }
        while let Some(done) = open.join_next().await {
            assert_eq!(done.unwrap(), 200, "a withdrawal that nobody contests");
        }
        winners
    }

    /// Files one application for each subject in one change, and lines up who fights over them.
    async fn file(&self) -> (Vec<ApplicationNumber>, Vec<Contender>) {
        let now = self.service.app.now();
        let later = now - self.filed.application.filed_at;
        let term = self.filed.term.map(|mut term| {
            term.until += later;
            term
        });
        let (mut numbers, mut contenders, mut effects) = (Vec::new(), Vec::new(), Vec::new());
        let mut chance = Chance::new();
        for subject in &self.subjects {
            let number = ApplicationNumber::from_random(chance.next());
            let application = self.copy(number, *subject, later);
            let consents: Vec<_> = application.consents.iter().map(|asked| asked.id).collect();
            let events = self.filed.events.iter().map(|happened| Happened {
                at: happened.at + later,
                event: happened.event.clone(),
            });
            effects.push(Effect::File {
                application: Box::new(application),
                events: events.collect(),
                term,
            });
            for consent in consents {
                let token = format!("{:016x}{:06x}", chance.next(), consent.0);
                effects.push(Effect::AskOwner {
                    token: Digest::of(token.as_bytes()),
                    consent: ConsentRef { number, consent },
                });
                contenders.extend([true, false].map(|agrees| Contender::Owner {
                    token: token.clone(),
                    agrees,
                }));
            }
            contenders.push(Contender::Applicant(number));
            numbers.push(number);
        }
        let change = Change::new(now, effects);
        self.service.app.store.commit(change).await.unwrap();
        (numbers, contenders)
    }

    fn copy(&self, number: ApplicationNumber, subject: Iin, later: Duration) -> Application {
        let mut application = self.filed.application.clone();
        application.number = number;
        application.subject.iin = subject;
        application.filed_at += later;
        for consent in &mut application.consents {
            consent.asked_at += later;
        }
        if let State::AwaitingConsent { until } = &mut application.state {
            *until += later;
        }
        application
    }

    /// The applicant, with a session that has just begun.
    async fn signed_in(&self) -> Visitor {
        let now = self.service.app.now();
        let token = format!("{:016x}", Chance::new().next());
        let iin = self.filed.application.applicant.iin;
        let open = Effect::OpenSession {
            token: Digest::of(token.as_bytes()),
            session: Session {
                iin,
                opened_at: now,
                seen_at: now,
            },
        };
        let change = Change::new(now, vec![open, Effect::Tidy]);
        self.service.app.store.commit(change).await.unwrap();
        Visitor {
            phone: self.service.world.phone_of(iin),
            cookie: format!("tirkeu_session={token}"),
        }
    }
}

/// What a contender is answered, zero where it is nobody who could be.
async fn contend(service: Arc<Service>, visitor: Visitor, contender: Contender) -> u16 {
    match contender {
        Contender::Owner { token, agrees } => {
            let path = format!("/api/v1/consents/{token}");
            let body = json!({"agrees": agrees});
            service.post(&path, body).await.status
        }
        Contender::Applicant(number) => {
            let path = format!("/api/v1/applications/{number}/withdrawal");
            service.as_(&visitor).post(&path, Value::Null).await.status
        }
        Contender::Clock(millis) => {
            service.world.forward_ms(millis);
            expire_consents(&service.app).await.unwrap();
            0
        }
    }
}

/// SplitMix64, begun anywhere.
struct Chance(u64);

impl Chance {
    fn new() -> Self {
        Self(RandomState::new().build_hasher().finish())
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(limit).unwrap()).unwrap()
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for place in (1..list.len()).rev() {
            list.swap(place, self.below(place + 1));
        }
    }
}
