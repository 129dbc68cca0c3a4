//! How a request fails, and what the caller is told of it.

mod fault;
mod finality;

use chrono::{DateTime, Utc};
use registration::{LawError, application::NotAllowed};
use wire::{Problem, ProblemCode, Texts, VerdictBody};
use words::{Lang, server};

pub use fault::{Fault, FieldFault};
pub use finality::Finality;

use crate::ports::{Down, store::StoreError};

/// Why a request did not succeed: what the caller is told, and what only the log is.
#[derive(Clone, Debug)]
pub struct ApiError {
    /// For programs.
    pub code: ProblemCode,
    /// What is wrong with which part of the request.
    pub fields: Vec<FieldFault>,
    /// The verdict that stands in the way.
    pub verdict: Option<Box<VerdictBody>>,
    /// When to try again.
    pub retry_at: Option<DateTime<Utc>>,
    /// For the log, never for the caller.
    pub cause: Option<String>,
    /// Whether the store has an answer to this very request already, which then is the answer.
    pub(crate) repeated: bool,
}

impl ApiError {
    /// An error about which the code says everything.
    #[must_use]
    pub fn new(code: ProblemCode) -> Self {
        Self {
            code,
            fields: Vec::new(),
            verdict: None,
            retry_at: None,
            cause: None,
            repeated: false,
        }
    }

    /// Parts of the request are wrong.
    #[must_use]
    pub fn fields(fields: Vec<FieldFault>) -> Self {
        Self {
            fields,
            ..Self::new(ProblemCode::InvalidFields)
        }
    }

    /// The law stands in the way.
    #[must_use]
    pub fn not_eligible(verdict: VerdictBody) -> Self {
        Self {
            verdict: Some(Box::new(verdict)),
            ..Self::new(ProblemCode::NotEligible)
        }
    }

    /// Something broke here.
    #[must_use]
    pub fn internal(cause: impl ToString) -> Self {
        Self {
            cause: Some(cause.to_string()),
            ..Self::new(ProblemCode::Internal)
        }
    }

    /// The same with the time from which on it may succeed.
    #[must_use]
    pub fn retry_at(mut self, at: DateTime<Utc>) -> Self {
        self.retry_at = Some(at);
        self
    }

    /// What the caller reads, in a language.
    #[must_use]
    pub fn problem(&self, lang: Lang) -> Problem {
        let symbol = self.code.symbol();
        let word = |lang, part| {
            server::by_key(lang, &format!("problem.{symbol}_{part}"))
                .unwrap_or(symbol)
                .to_owned()
        };
        let titles = Texts::each(|lang| word(lang, "title"));
        let details = Texts::each(|lang| self.reason(lang) + &word(lang, "detail"));
        Problem {
            kind: format!("urn:tirkeu:problem:{symbol}"),
            title: titles.text(lang).to_owned(),
            status: self.code.status(),
            code: self.code,
            detail: details.text(lang).to_owned(),
            titles,
            details,
            fields: self
                .fields
                .iter()
                .map(|fault| fault.problem(lang))
                .collect(),
            verdict: self.verdict.as_deref().cloned(),
            retry_at: self.retry_at,
        }
    }
}

impl ApiError {
    /// What the first of the rules that stand in the way means, before a space. The page judges by
    /// the rules it was built with: where they are older than ours it could not tell.
    fn reason(&self, lang: Lang) -> String {
        let because = self.verdict.iter().flat_map(|verdict| &verdict.because);
        let mut texts = because.map(|because| because.text.text(lang));
        let text = texts.next();
        text.map(|text| format!("{text} ")).unwrap_or_default()
    }
}

impl From<Down> for ApiError {
    fn from(down: Down) -> Self {
        Self {
            cause: Some(down.to_string()),
            ..Self::new(ProblemCode::RegisterDown)
        }
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::TooLate => Self::new(ProblemCode::ConsentTooLate),
            StoreError::QrEnded => Self::new(ProblemCode::NotFound),
            StoreError::TooManyOwners => Self::new(ProblemCode::TooManyOwners),
            StoreError::TooManyDwellings => Self::new(ProblemCode::TooManyDwellings),
            StoreError::ChallengeDead => Self::new(ProblemCode::ChallengeExpired),
            StoreError::Repeated => Self {
                repeated: true,
                ..Self::internal(error)
            },
            StoreError::Unavailable(_) => Self {
                cause: Some(error.to_string()),
                ..Self::new(ProblemCode::StoreDown)
            },
            other => Self::internal(other),
        }
    }
}

impl From<LawError> for ApiError {
    fn from(error: LawError) -> Self {
        Self::internal(error)
    }
}

impl From<serde_json::Error> for ApiError {
    fn from(error: serde_json::Error) -> Self {
        Self::internal(error)
    }
}

impl From<NotAllowed> for ApiError {
    fn from(refused: NotAllowed) -> Self {
        match refused {
            NotAllowed::State { .. } => Self::new(ProblemCode::WrongState),
            NotAllowed::TooLate { .. } => Self::new(ProblemCode::ConsentTooLate),
            NotAllowed::AlreadyAnswered => Self::new(ProblemCode::ConsentAnswered),
            NotAllowed::OtherDocument => Self::new(ProblemCode::OtherDocument),
            NotAllowed::RemindedRecently { next } => {
                Self::new(ProblemCode::TooManyRequests).retry_at(next)
            }
            NotAllowed::TooEarly { .. } | NotAllowed::UnknownConsent | NotAllowed::Term => {
                Self::internal(refused)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn every_problem_has_words_in_every_language() {
        for code in ProblemCode::ALL {
            for lang in Lang::ALL {
                for part in ["title", "detail"] {
                    let key = format!("problem.{}_{part}", code.symbol());
                    assert!(server::by_key(lang, &key).is_some(), "{key}");
                }
            }
        }
    }

    #[test]
    fn a_cause_is_never_told() {
        let error = ApiError::internal("disk /var/lib is full");
        let told = serde_json::to_string(&error.problem(Lang::En)).unwrap();
        assert!(!told.contains("/var/lib"), "{told}");
        assert!(told.contains("urn:tirkeu:problem:internal"), "{told}");
    }
}
