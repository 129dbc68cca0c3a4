use chrono::{DateTime, Utc};

/// The time. Nothing else in the server asks the machine for it.
pub trait Clock: Send + Sync {
    /// The instant, to the millisecond.
    fn now(&self) -> DateTime<Utc>;
}
