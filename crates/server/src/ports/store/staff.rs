use chrono::{DateTime, NaiveDate, Utc};

use super::Digest;

/// Whoever works with the service beside the citizens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// At a counter of the public service centre: finds a person's application for them.
    Operator,
    /// Reads and verifies the audit log, and sees nobody's data.
    Auditor,
}

impl Role {
    /// As it is stored.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Operator => "operator",
            Self::Auditor => "auditor",
        }
    }

    /// The role of a symbol.
    #[must_use]
    pub fn of_symbol(symbol: &str) -> Option<Self> {
        [Self::Operator, Self::Auditor]
            .into_iter()
            .find(|role| role.symbol() == symbol)
    }
}

/// Somebody with a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staff {
    /// Which.
    pub role: Role,
    /// Where they work, as citizens read it: never a person's name.
    pub office: String,
}

/// Somebody with a role has looked at an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// When.
    pub at: DateTime<Utc>,
    /// Who, as far as the citizen learns it.
    pub by: Staff,
}

/// A line of the audit log as it stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditLine {
    /// In which of the chains.
    pub lane: i32,
    /// The how-manieth in it.
    pub place: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who, as a kind and a keyed hash.
    pub actor: String,
    /// What was done.
    pub action: String,
    /// To what: the number of an application, keyed hashes, or nothing.
    pub object: String,
    /// The digest of this line and all before it.
    pub digest: Digest,
}

/// What the audit log was on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditDay {
    /// The day in Kazakhstan.
    pub day: NaiveDate,
    /// How many lines it has.
    pub lines: u64,
    /// The Merkle root over their digests (RFC 6962, 2.1).
    pub root: Digest,
}
