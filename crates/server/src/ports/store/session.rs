use chrono::{DateTime, Utc};
use registration::identifiers::Iin;

/// A person who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Who.
    pub iin: Iin,
    /// Since when.
    pub opened_at: DateTime<Utc>,
    /// When it was used last, to within a minute.
    pub seen_at: DateTime<Utc>,
}
