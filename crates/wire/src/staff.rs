use chrono::{DateTime, NaiveDate, Utc};
use registration::{
    Service,
    application::{ApplicationNumber, StateName},
    identifiers::Iin,
};
use serde::{Deserialize, Serialize};

use crate::{OwnerState, Texts, TimelineEntry};

/// Whoever works with the service beside the citizens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StaffRole {
    /// Finds a person's application for them, at a counter.
    Operator,
    /// Reads and verifies the audit log, and sees nobody's data.
    Auditor,
}

/// The role of whoever is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffSelf {
    /// Which.
    pub role: StaffRole,
    /// Where they work.
    pub office: String,
}

/// An operator asks about an application, by what only its applicant can have told them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffApplicationRequest {
    /// Its number.
    pub number: ApplicationNumber,
    /// Its applicant's number.
    pub iin: Iin,
}

/// An application as an operator may see it: how it stands and why, without names, address, text or
/// telephone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffApplicationView {
    /// Number.
    pub number: ApplicationNumber,
    /// How far it is.
    pub state: StateName,
    /// Service.
    pub service: Service,
    /// When it was filed.
    #[serde(with = "crate::time::instant")]
    pub filed_at: DateTime<Utc>,
    /// When it last changed.
    #[serde(with = "crate::time::instant")]
    pub changed_at: DateTime<Utc>,
    /// Until when the owners can answer, where any were asked.
    #[serde(default, with = "crate::time::instant_if_any")]
    pub consent_until: Option<DateTime<Utc>>,
    /// How they stand, all together.
    pub consent: Option<OwnerState>,
    /// Rules that the verdict at filing named.
    pub rules: Vec<RuleInWords>,
    /// The rule that ended it, where one did.
    pub ended_by: Option<RuleInWords>,
    /// What happened, the oldest first.
    pub timeline: Vec<TimelineEntry>,
}

/// A rule as it is read, in each language: whoever switches does not ask anew, which would be
/// another look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleInWords {
    /// Its public id, such as `R9`.
    pub rule: String,
    /// What it means, with its numbers; nothing where the server's policy has a rule of its own
    /// that nobody has written words for.
    pub text: Option<Texts>,
}

/// Somebody with a role has looked at an application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookView {
    /// When.
    #[serde(with = "crate::time::instant")]
    pub at: DateTime<Utc>,
    /// In which role.
    pub role: StaffRole,
    /// From where.
    pub office: String,
}

/// Who looked at an application, the newest first, for its applicant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Looks {
    /// At most a hundred.
    pub looks: Vec<LookView>,
}

/// A line of the audit log. It names nobody: people and dwellings are keyed hashes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLineView {
    /// In which of the chains; always 0 where there is one.
    pub lane: i32,
    /// The how-manieth in it.
    pub place: i64,
    /// When.
    #[serde(with = "crate::time::instant")]
    pub at: DateTime<Utc>,
    /// Who, such as `person/` and 22 characters, always the same for the same person.
    pub actor: String,
    /// What was done, such as `file` or `staff_look`.
    pub action: String,
    /// To what: the number of an application, keyed hashes, or nothing.
    pub object: String,
    /// SHA-256 over this line and all before it, 64 hexadecimal digits.
    pub digest: String,
}

/// Lines of the audit log, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLines {
    /// At most two hundred.
    pub lines: Vec<AuditLineView>,
}

/// A day of the audit log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditDayView {
    /// The day in Kazakhstan.
    pub day: NaiveDate,
    /// How many lines it has.
    pub lines: u64,
    /// The Merkle root over them (RFC 6962), 64 hexadecimal digits.
    pub root: String,
}

/// Whether the audit log is what was once written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditVerified {
    /// What is not, in English, as `tirkeu audit verify` says it; nothing where all is.
    pub damage: Option<String>,
    /// Each day; empty where something is damaged.
    pub days: Vec<AuditDayView>,
}
