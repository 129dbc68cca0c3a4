use std::time::Duration;

/// Why there is no whole answer. For the log, never for a citizen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// The request cannot be written down.
    #[error("the request cannot be made: {0}")]
    Request(String),
    /// Nobody let us in, or the connection broke.
    #[error("no connection: {0}")]
    Connection(String),
    /// There was no whole answer in time.
    #[error("no whole answer within {} ms", .0.as_millis())]
    Timeout(Duration),
    /// The answer does not end.
    #[error("the answer is larger than {0} bytes")]
    TooLarge(usize),
}
