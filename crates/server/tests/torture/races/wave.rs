//! Races that share an instant: no jump of the clock in one of them decides another.

use std::{collections::HashMap, sync::Arc};

use chrono::Duration;
use registration::{
    application::{Application, ApplicationNumber, Happened, State, withdraw},
    identifiers::Iin,
};
use serde_json::Value;
use server::ports::store::{Change, ConsentRef, Digest, Effect, Session, StoredApplication};
use tokio::task::JoinSet;

use super::{chance::Chance, contender::Contender, winner::winner};
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

/// Who takes part in a wave. Somebody who always comes and always may would always have the last word.
#[derive(Clone, Copy)]
pub struct Cast {
    /// Whether the owners' time ends in its midst.
    at_the_end: bool,
    applicant: bool,
    refusals: bool,
    /// How many of the owners answer at all.
    owners: usize,
}

impl Cast {
    /// That of the wave with this number: everybody, then without the applicant, without refusals,
    /// without both, and without both and one of the owners, each as the time ends and long before.
    pub fn of(wave: u32) -> Self {
        let kind = wave / 2 % 5;
        Self {
            at_the_end: wave % 2 == 1,
            applicant: kind == 0 || kind == 2,
            refusals: kind < 2,
            owners: if kind == 4 { 1 } else { usize::MAX },
        }
    }
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
    pub async fn wave(&self, cast: Cast) -> Vec<Result<&'static str, String>> {
        let service = &self.service;
        let (numbers, mut contenders) = self.file(cast).await;
        let millis = if cast.at_the_end { HOUR_MS - 1 } else { 1000 };
        service.world.forward_ms(millis);
        let visitor = self.signed_in().await;
        let mut chance = Chance::new();
        chance.shuffle(&mut contenders);
        contenders.insert(0, Contender::Clock(i64::from(cast.at_the_end)));
        // Whether they come at the same instant or one after another, everybody wins at times.
        let most = [1, 4, 16, 64][chance.below(4)];
        let mut at_once = JoinSet::new();
        for contender in contenders {
            let (service, visitor) = (service.clone(), visitor.clone());
            let pause = chance.below(most) as u64;
            at_once.spawn(async move {
                tokio::time::sleep(std::time::Duration::from_millis(pause)).await;
                contender.contend(service, visitor).await
            });
        }
        let mut winners = Vec::with_capacity(numbers.len());
        let mut told: HashMap<ApplicationNumber, usize> = HashMap::new();
        while let Some(done) = at_once.join_next().await {
            match done.unwrap() {
                Ok(Some(number)) => *told.entry(number).or_default() += 1,
                Ok(None) => {}
                Err(what) => winners.push(Err(what)),
            }
        }
        let mut open = Vec::new();
        for number in numbers {
            let stored = service.app.store.application(number).await;
            let stored = stored.unwrap().unwrap();
            let told = told.get(&number).copied().unwrap_or_default();
            winners.push(winner(&stored, told).map_err(|what| format!("{number}: {what}")));
            if stored.application.is_open() {
                open.push(stored);
            }
        }
        self.clear(open).await;
        winners
    }

    /// Ends what is left open, so that it does not stand in the way of the next.
    async fn clear(&self, open: Vec<StoredApplication>) {
        let now = self.service.app.now();
        let ended = open.into_iter().map(|stored| {
            let next = withdraw(stored.application, now).unwrap();
            Effect::Move {
                application: Box::new(next.application),
                from: stored.version,
                received: None,
                events: next.events,
            }
        });
        let change = Change::new(now, ended.collect());
        self.service.app.store.commit(change).await.unwrap();
    }

    /// Files one application for each subject in one change, and lines up who fights over them.
    async fn file(&self, cast: Cast) -> (Vec<ApplicationNumber>, Vec<Contender>) {
        let now = self.service.app.now();
        let later = now - self.filed.application.filed_at;
        let term = self.filed.term.map(|mut term| {
            term.until += later;
            term
        });
        let (mut numbers, mut contenders, mut effects) = (Vec::new(), Vec::new(), Vec::new());
        let mut chance = Chance::new();
        for subject in &self.subjects {
            let number = ApplicationNumber::draw(now, chance.next());
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
            for consent in consents.into_iter().take(cast.owners) {
                let consent = ConsentRef { number, consent };
                let token = format!("{:016x}{:06x}", chance.next(), consent.consent.0);
                effects.push(Effect::AskOwner {
                    token: Digest::of(token.as_bytes()),
                    consent,
                });
                for agrees in [true, false] {
                    if !agrees && !cast.refusals {
                        continue;
                    }
                    contenders.push(if cast.at_the_end && chance.below(4) == 0 {
                        Contender::OwnerByAStoppedClock { consent, agrees }
                    } else {
                        let token = token.clone();
                        Contender::Owner {
                            consent,
                            token,
                            agrees,
                        }
                    });
                }
            }
            if cast.applicant {
                contenders.push(Contender::Applicant(number));
            }
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
