use std::{future::Future, time::Duration};

use hyper::{Method, StatusCode};
use tracing::{Instrument, field::Empty};

use super::{
    RegisterError, Registers, Resting,
    contract::{Question, Residence},
    pause,
    retry::ATTEMPTS,
};
use crate::{
    adapters::client::Answer,
    metrics::METRICS,
    ports::{Down, ResidenceEntry},
};

const RESIDENCES: &str = "residence register";

impl Registers {
    /// Asks a register.
    pub(super) async fn ask<Q: Question + Sync>(&self, question: &Q) -> Result<Q::Answer, Down> {
        let body = written(Q::REGISTER, question)?;
        let attempt = || async {
            let limit = self.patience.attempt;
            let sent = self
                .client
                .send(Method::POST, Q::PATH, &[], body.clone(), limit);
            let answer = answered(sent.await?, StatusCode::OK)?;
            serde_json::from_slice(&answer.body).map_err(garbage)
        };
        self.guarded(Q::REGISTER, attempt).await
    }

    /// Enters a residence. It names its application, so that it may be sent again like a question.
    pub(super) async fn put(&self, entry: ResidenceEntry) -> Result<(), Down> {
        let path = format!("/v1/residences/{}", entry.application);
        let residence = Residence {
            iin: entry.iin,
            rca: entry.rca,
            service: entry.service,
            from: entry.from,
            until: entry.until,
        };
        let body = written(RESIDENCES, &residence)?;
        let attempt = || async {
            let limit = self.patience.entry;
            let sent = self
                .client
                .send(Method::PUT, &path, &[], body.clone(), limit);
            answered(sent.await?, StatusCode::NO_CONTENT).map(|_| ())
        };
        self.guarded(RESIDENCES, attempt).await
    }

    /// Repeats what may pass, within what the breaker lets through. In a trace all attempts are one span
    /// that names the register, with a call in it for each.
    async fn guarded<T, F: Future<Output = Result<T, RegisterError>> + Send>(
        &self,
        register: &'static str,
        attempt: impl Fn() -> F + Send + Sync,
    ) -> Result<T, Down> {
        let span = tracing::info_span!("register", otel.name = register, otel.status_code = Empty);
        let answer = self
            .repeated(register, attempt)
            .instrument(span.clone())
            .await;
        if answer.is_err() {
            span.record("otel.status_code", "ERROR");
        }
        answer
    }

    async fn repeated<T, F: Future<Output = Result<T, RegisterError>> + Send>(
        &self,
        register: &'static str,
        attempt: impl Fn() -> F + Send + Sync,
    ) -> Result<T, Down> {
        let mut last = None;
        for number in 0..ATTEMPTS {
            if let Some(RegisterError::Busy { .. } | RegisterError::Call(_)) = &last {
                tokio::time::sleep(pause(number, self.chance(), asked_for(&last))).await;
            }
            let entered = self.breaker(register).enter(self.since.elapsed());
            if let Err(Resting(rest)) = entered {
                METRICS.called(register, "resting");
                // What opened the breaker tells more than that it is open.
                let error = last.unwrap_or(RegisterError::Resting(rest));
                return Err(down(register, &error));
            }
            match attempt().await {
                Ok(answer) => {
                    self.breaker(register).succeeded();
                    METRICS.called(register, "ok");
                    METRICS.circuit(register, false);
                    return Ok(answer);
                }
                Err(error) => {
                    let open = self.breaker(register).failed(self.since.elapsed());
                    METRICS.called(register, "failed");
                    METRICS.circuit(register, open);
                    let may_pass = error.may_pass();
                    last = Some(error);
                    if !may_pass {
                        break;
                    }
                }
            }
        }
        let error = last.unwrap_or(RegisterError::Resting(Duration::ZERO));
        Err(down(register, &error))
    }

    fn chance(&self) -> u8 {
        let mut byte = [0];
        // Without chance the pauses are the shortest, which is no harm.
        match self.randomness.fill(&mut byte) {
            Ok(()) => byte[0],
            Err(_) => 0,
        }
    }
}

fn asked_for(last: &Option<RegisterError>) -> Option<Duration> {
    match last {
        Some(RegisterError::Busy { retry_after, .. }) => *retry_after,
        _ => None,
    }
}

fn answered(answer: Answer, expected: StatusCode) -> Result<Answer, RegisterError> {
    let status = answer.status;
    if status == expected {
        Ok(answer)
    } else if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
        Err(RegisterError::Busy {
            status: status.as_u16(),
            retry_after: answer.retry_after,
        })
    } else {
        Err(RegisterError::Refused(status.as_u16()))
    }
}

/// What is wrong with an answer, without a word of it: it may hold personal data.
fn garbage(error: serde_json::Error) -> RegisterError {
    let what = match error.classify() {
        serde_json::error::Category::Io => "it cannot be read",
        serde_json::error::Category::Syntax => "it is not JSON",
        serde_json::error::Category::Data => "a part is missing or of another kind",
        serde_json::error::Category::Eof => "it ends too early",
    };
    RegisterError::Garbage(format!(
        "{what} (line {}, column {})",
        error.line(),
        error.column()
    ))
}

fn written(register: &'static str, what: &impl serde::Serialize) -> Result<Vec<u8>, Down> {
    serde_json::to_vec(what).map_err(|error| Down {
        register,
        cause: error.to_string(),
    })
}

fn down(register: &'static str, error: &RegisterError) -> Down {
    Down {
        register,
        cause: error.to_string(),
    }
}
