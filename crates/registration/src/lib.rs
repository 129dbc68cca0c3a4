//! The registration of a residence as a domain: identifiers, answers and what they mean as facts,
//! the verdict of the policy, the life cycle of an application, and the document that is signed.
//!
//! This crate does no IO and reads no clock and no random source: time and chance are parameters,
//! so every function can be tried with any date. Law is in `policy/`, words are in `locales/`.

mod answers;
pub mod application;
mod consent_text;
mod document;
mod explanation;
mod facts;
pub mod identifiers;
mod known;
mod law;
mod numbers;
mod signing;
mod symbol;
mod verdict;

pub use answers::{
    Answers, DeclaredDwelling, DeclaredSubject, FiledService, Filing, Question, Reason,
    SubjectChoice,
};
pub use consent_text::consent_text;
pub use document::{Document, document};
pub use explanation::{NextQuestion, Period};
pub use facts::facts;
pub use known::{
    Capacity, Citizenship, DwellingKind, KnownApplicant, KnownDwelling, KnownSubject, Ownership,
    Relation, RelationToOwner, Service, Tenure,
};
pub use law::{Audience, ConsentAnswer, Consequence, InForce, Law, LawError};
pub use numbers::LegalNumber;
pub use verdict::{Because, ConsentNeeded, Outcome, Verdict};
