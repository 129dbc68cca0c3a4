use chrono::{DateTime, Utc};

use super::Digest;

/// The first answer to a request that changes something, which every repetition gets again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptReply {
    /// Hash of who asks, for what, and the `Idempotency-Key`.
    pub key: Digest,
    /// Hash of the request's body: the same key with another body is refused.
    pub request: Digest,
    /// HTTP status.
    pub status: u16,
    /// JSON, or nothing.
    pub body: String,
    /// When it may be forgotten; never, for what has legal force.
    pub forget_at: Option<DateTime<Utc>>,
}
