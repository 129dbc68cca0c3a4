use std::sync::Arc;

use chrono::Duration;
use registration::application::{ApplicationNumber, Channel, answer};
use serde_json::{Value, json};
use server::{
    ports::store::{Change, ConsentRef, Effect, StoreError},
    usecases::expire_consents,
};

use crate::support::{Service, Visitor};

/// Somebody who wants something of an application.
pub enum Contender {
    Owner {
        consent: ConsentRef,
        token: String,
        agrees: bool,
    },
    /// An owner whose answer is brought by a program with a clock that stands still: that it is too
    /// late, only the store can tell.
    OwnerByAStoppedClock {
        consent: ConsentRef,
        agrees: bool,
    },
    Applicant(ApplicationNumber),
    /// The worker, with a jump of the clock before it, in milliseconds.
    Clock(i64),
}

impl Contender {
    /// Goes for it. Of which application they were told that they have it, if of any; an error is
    /// what should not have happened.
    pub async fn contend(
        self,
        service: Arc<Service>,
        visitor: Visitor,
    ) -> Result<Option<ApplicationNumber>, String> {
        match self {
            Self::Owner {
                consent,
                token,
                agrees,
            } => {
                let path = format!("/api/v1/consents/{token}");
                let answer = service.post(&path, json!({"agrees": agrees})).await;
                Ok((answer.status == 200).then_some(consent.number))
            }
            Self::OwnerByAStoppedClock { consent, agrees } => {
                let written = answer_in_the_past(&service, consent, agrees).await?;
                Ok(written.then_some(consent.number))
            }
            Self::Applicant(number) => {
                let path = format!("/api/v1/applications/{number}/withdrawal");
                let answer = service.as_(&visitor).post(&path, Value::Null).await;
                Ok((answer.status == 200).then_some(number))
            }
            Self::Clock(millis) => {
                service.world.forward_ms(millis);
                expire_consents(&service.app).await.unwrap();
                Ok(None)
            }
        }
    }
}

/// Decides by the last instant at which the owner may answer, whatever time it is; whether it was
/// written.
async fn answer_in_the_past(
    service: &Service,
    ConsentRef { number, consent }: ConsentRef,
    agrees: bool,
) -> Result<bool, String> {
    loop {
        let stored = service.app.store.application(number).await;
        let stored = stored.unwrap().unwrap();
        let received = service.app.now();
        let until = stored.term.unwrap().until;
        let decided = received.min(until - Duration::milliseconds(1));
        let from = stored.version;
        let (application, by) = (stored.application, Channel::Link);
        let Ok(next) = answer(application, consent, agrees, by, "R10", decided) else {
            return Ok(false);
        };
        let effect = Effect::Move {
            application: Box::new(next.application),
            from,
            received: Some(received),
            events: next.events,
        };
        let change = Change::new(received, vec![effect]);
        match service.app.store.commit(change).await {
            Ok(()) if received < until => return Ok(true),
            Ok(()) => {
                return Err(format!(
                    "{number}: an answer of {received} was written after {until}"
                ));
            }
            Err(StoreError::Conflict) => {}
            Err(StoreError::TooLate) => return Ok(false),
            Err(other) => return Err(format!("{number}: {other}")),
        }
    }
}
