use chrono::{DateTime, TimeDelta, Utc};

/// How many hours back filings are counted hour by hour.
pub const HOURS: i64 = 48;
/// How many days back filings are counted.
pub const DAYS: i64 = 14;

/// What waits and what was filed, for whoever runs the service: numbers, nobody's data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overview {
    /// Applications that wait for owners.
    pub waiting_consents: u64,
    /// Those whose owners' time is up and that are not ended yet.
    pub overdue_consents: u64,
    /// Messages and entries that wait to be delivered.
    pub outgoing: u64,
    /// Those that could not be delivered at least once.
    pub failing_outgoing: u64,
    /// Age of the oldest of them.
    pub oldest_outgoing: Option<TimeDelta>,
    /// For how long the oldest due work has been due: a delivery, or an end of owners' time.
    pub oldest_due: Option<TimeDelta>,
}

/// How many applications were filed in each hour (UTC) of the last [`DAYS`] in which any was, the
/// oldest first.
pub type Filings = Vec<(DateTime<Utc>, u64)>;
