use chrono::{DateTime, Utc};
use json::FromJson;
use serde::{Deserialize, Serialize};
use words::Lang;

use crate::{Texts, VerdictBody};

/// Problem details (RFC 9457), `application/problem+json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, FromJson)]
pub struct Problem {
    /// `urn:tirkeu:problem:` and the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// The code in words, in the caller's language.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// For programs; never changes its meaning.
    pub code: ProblemCode,
    /// What to do next, in the caller's language.
    pub detail: String,
    /// The title in each language, for a reader who switches; empty where an older server wrote it.
    #[serde(default)]
    pub titles: Texts,
    /// The detail in each language; empty where an older server wrote it.
    #[serde(default)]
    pub details: Texts,
    /// What is wrong with which part of the request.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldProblem>,
    /// The verdict that stands in the way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<VerdictBody>,
    /// When to try again.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "crate::time::instant_if_any"
    )]
    pub retry_at: Option<DateTime<Utc>>,
}

impl Problem {
    /// The title for a reader of a language: in it, or else in the caller's.
    #[must_use]
    pub fn title_in(&self, lang: Lang) -> &str {
        or(self.titles.text(lang), &self.title)
    }

    /// The detail for a reader of a language: in it, or else in the caller's.
    #[must_use]
    pub fn detail_in(&self, lang: Lang) -> &str {
        or(self.details.text(lang), &self.detail)
    }
}

fn or<'a>(text: &'a str, other: &'a str) -> &'a str {
    if text.is_empty() { other } else { text }
}

/// What is wrong with one part of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct FieldProblem {
    /// Name of the field, as in the request.
    pub field: String,
    /// For programs, such as `checksum`.
    pub code: String,
    /// In the caller's language.
    pub detail: String,
}

macro_rules! problem_codes {
    ($($(#[$doc:meta])* $variant:ident = $status:literal $symbol:literal,)+) => {
        /// Why a request did not succeed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, FromJson)]
        #[serde(rename_all = "snake_case")]
        pub enum ProblemCode {
            $($(#[$doc])* $variant,)+
        }

        impl ProblemCode {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// HTTP status that goes with the code.
            #[must_use]
            pub fn status(self) -> u16 {
                match self { $(Self::$variant => $status,)+ }
            }

            /// The code as text.
            #[must_use]
            pub fn symbol(self) -> &'static str {
                match self { $(Self::$variant => $symbol,)+ }
            }
        }
    };
}

problem_codes! {
    /// The body is not JSON of the right shape.
    MalformedRequest = 400 "malformed_request",
    /// The body is larger than 64 KiB.
    TooLarge = 413 "too_large",
    /// The body took too long to arrive.
    RequestTimeout = 408 "request_timeout",
    /// Parts of the request are wrong; `fields` says which.
    InvalidFields = 422 "invalid_fields",
    /// A write came without `Idempotency-Key`.
    IdempotencyKeyMissing = 400 "idempotency_key_missing",
    /// The same write is being done at this moment.
    IdempotencyKeyInFlight = 409 "idempotency_key_in_flight",
    /// The key was used for another request.
    IdempotencyKeyReused = 422 "idempotency_key_reused",
    /// Nobody is signed in, or the session has ended.
    SignInNeeded = 401 "sign_in_needed",
    /// The code is wrong.
    CodeWrong = 422 "code_wrong",
    /// The code is dead: too old, used, or tried too often.
    CodeExpired = 422 "code_expired",
    /// Too many failures today for this number.
    TooManyFailures = 429 "too_many_failures",
    /// Too many codes were sent to this number today.
    TooManyCodes = 429 "too_many_codes",
    /// Too many wrong codes are given in the whole service at the moment.
    TooManyGuesses = 429 "too_many_guesses",
    /// Too many requests in a short time; `retry_at` says when to go on.
    TooManyRequests = 429 "too_many_requests",
    /// Too many requests of this person were refused today; `retry_at` says when to go on.
    TooManyRefusals = 429 "too_many_refusals",
    /// This is for somebody with another role.
    Forbidden = 403 "forbidden",
    /// There is nothing here, or it belongs to somebody else.
    NotFound = 404 "not_found",
    /// This method is not for this address.
    MethodNotAllowed = 405 "method_not_allowed",
    /// The body must be `application/json`.
    UnsupportedMediaType = 415 "unsupported_media_type",
    /// The law stands in the way; `verdict` says which.
    NotEligible = 422 "not_eligible",
    /// The person is not one whom the applicant may register.
    SubjectNotYours = 422 "subject_not_yours",
    /// Too many different owners were named today.
    TooManyOwners = 429 "too_many_owners",
    /// Too many dwellings of others were asked about today.
    TooManyDwellings = 429 "too_many_dwellings",
    /// The application is in another state than this asks for.
    WrongState = 409 "wrong_state",
    /// The owners' time is up (R9).
    ConsentTooLate = 409 "consent_too_late",
    /// This owner has answered already.
    ConsentAnswered = 409 "consent_answered",
    /// What is signed is not what was shown.
    OtherDocument = 409 "other_document",
    /// No telephone in the Mobile Citizens Database to send a code to (R18).
    NoPhone = 422 "no_phone",
    /// The law demands a digital signature where a code was given or asked for (R18).
    EdsDemanded = 422 "eds_demanded",
    /// The bytes are no signature that can be read, or not of exactly one signer.
    EdsMalformed = 422 "eds_malformed",
    /// The signature is over something else, or does not hold.
    EdsAltered = 422 "eds_altered",
    /// The certificate's time is over.
    EdsExpired = 422 "eds_expired",
    /// The certificate's time has not begun.
    EdsNotYetValid = 422 "eds_not_yet_valid",
    /// The certificate is revoked or suspended.
    EdsRevoked = 422 "eds_revoked",
    /// The certificate names another person.
    EdsOtherPerson = 422 "eds_other_person",
    /// The certificate is for signing in where one for signing is demanded, or the reverse.
    EdsWrongPurpose = 422 "eds_wrong_purpose",
    /// No authority that is trusted has issued the certificate.
    EdsUnknownAuthority = 422 "eds_unknown_authority",
    /// Whether the certificate is revoked cannot be learnt at the moment.
    EdsRevocationUnknown = 503 "eds_revocation_unknown",
    /// The challenge to sign in with is dead: too old, used, or never given.
    ChallengeExpired = 422 "challenge_expired",
    /// A register does not answer at the moment.
    RegisterDown = 503 "register_down",
    /// Nothing can be written at the moment: the disk is full or fails, or the database is away.
    StoreDown = 503 "store_down",
    /// Something broke here; it is logged, and nothing was changed.
    Internal = 500 "internal",
}
