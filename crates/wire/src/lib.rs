//! What travels between the page, the server and other programs: JSON in snake case, times as
//! RFC 3339 in UTC, dates as `YYYY-MM-DD`, identifiers as strings of digits.
//!
//! Every answer that is not a success is a [`Problem`] (RFC 9457). Every write carries an
//! `Idempotency-Key` header of 8 to 64 visible ASCII characters, unlike the first two calls
//! and those of `staff`, which change nothing. `Accept-Language` says in which language a problem speaks.
//!
//! | call | request | answer |
//! |---|---|---|
//! | `POST /api/v1/verdict` | [`VerdictRequest`] | [`VerdictBody`] |
//! | `POST /api/v1/explanation` | [`ExplanationRequest`] | [`ExplanationBody`] |
//! | `POST /api/v1/sign-in/code` | [`SignInCodeRequest`] | [`CodeSent`] |
//! | `POST /api/v1/sign-in` | [`SignInRequest`] | [`Person`], and the session cookie |
//! | `POST /api/v1/sign-out` | | 204 |
//! | `POST /api/v1/sign-out/everywhere` | | 204 |
//! | `GET /api/v1/person` | | [`Person`] |
//! | `GET /api/v1/addresses?q=…&region=…` | | [`Addresses`] |
//! | `POST /api/v1/dwelling-check` | [`DwellingCheck`] | [`DwellingChecked`] |
//! | `POST /api/v1/applications` | [`FileRequest`] | 201 [`ApplicationView`] |
//! | `GET /api/v1/applications` | | [`Applications`] |
//! | `GET /api/v1/applications/{number}` | | [`ApplicationView`] |
//! | `POST /api/v1/applications/{number}/reminder` | | [`ApplicationView`] |
//! | `POST /api/v1/applications/{number}/withdrawal` | | [`ApplicationView`] |
//! | `POST /api/v1/applications/{number}/signing-code` | | [`CodeSent`] |
//! | `POST /api/v1/applications/{number}/signature` | [`SignRequest`] | [`ApplicationView`] |
//! | `POST /api/v1/applications/{number}/qr` | | [`QrSigning`] |
//! | `GET /api/v1/applications/{number}/qr/{token}` | | [`QrProgress`] |
//! | `GET /api/v1/mobile-sign/{token}` | | [`MobileSignRequest`] |
//! | `GET /api/v1/mobile-sign/{token}/documents` | | [`MobileDocuments`] |
//! | `PUT /api/v1/mobile-sign/{token}/documents` | [`MobileDocuments`] | [`MobileDocuments`] |
//! | `GET /api/v1/consents/{token}` | | [`ConsentView`] |
//! | `POST /api/v1/consents/{token}` | [`ConsentRequest`] | [`ConsentView`] |
//! | `GET /api/v1/messages` | | [`Messages`] |
//! | `GET /api/v1/applications/{number}/looks` | | [`Looks`] |
//! | `GET /api/v1/staff` | | [`StaffSelf`] |
//! | `POST /api/v1/staff/application` | [`StaffApplicationRequest`] | [`StaffApplicationView`] |
//! | `GET /api/v1/staff/audit?about=…&before=…` | | [`AuditLines`] |
//! | `GET /api/v1/staff/audit/verification` | | [`AuditVerified`] |

mod address;
mod application;
mod consent;
mod dwelling;
mod eds;
mod explanation;
mod message;
mod mobile_sign;
mod person;
mod problem;
mod sign_in;
mod staff;
mod time;
mod verdict;

pub use address::{AddressFound, Addresses};
pub use application::{
    ApplicationSummary, ApplicationView, Applications, CitedRule, ConsentProgress, FileRequest,
    OwnerProgress, OwnerState, SignRequest, TimelineEntry, TimelineStep,
};
pub use consent::{ConsentRequest, ConsentStanding, ConsentView};
pub use dwelling::{DwellingCheck, DwellingChecked};
pub use eds::{
    Challenge, EdsConsentRequest, EdsSettings, EdsSignInRequest, EdsSignRequest, QrProgress,
    QrSigning, QrState, SigningWay,
};
pub use explanation::{
    CellBody, ChangeBody, ExplanationBody, ExplanationRequest, NextBody, PeriodBody, RowBody,
    RuleBody, StatusBody, TableBody, TruthBody, WayBody, WhyNotBody, explanation_body,
};
pub use message::{Message, Messages};
pub use mobile_sign::{
    MobileAuthType, MobileContent, MobileDocument, MobileDocumentAddress, MobileDocuments,
    MobileFile, MobileMeta, MobileNames, MobileOrganisation, MobileSignMethod, MobileSignRequest,
};
pub use person::{OwnDwelling, Person, SubjectPerson};
pub use problem::{FieldProblem, Problem, ProblemCode};
pub use sign_in::{CodeSent, SignInCodeRequest, SignInRequest};
pub use staff::{
    AuditDayView, AuditLineView, AuditLines, AuditVerified, LookView, Looks, RuleInWords,
    StaffApplicationRequest, StaffApplicationView, StaffRole, StaffSelf,
};
pub use verdict::{
    BecauseBody, FactsError, Texts, VerdictBody, VerdictRequest, facts_from_json, verdict_body,
};
