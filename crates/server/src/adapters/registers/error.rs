use std::time::Duration;

use crate::adapters::client::CallError;

/// Why a register has not answered a question. For the log, never for a citizen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegisterError {
    /// There was no whole answer.
    #[error(transparent)]
    Call(#[from] CallError),
    /// The register cannot answer now.
    #[error("status {status}")]
    Busy {
        /// 429 or 5xx.
        status: u16,
        /// When it wants to be asked again.
        retry_after: Option<Duration>,
    },
    /// The register does not take the question as it is: our token or our contract is wrong, and
    /// asking again would not help.
    #[error("status {0}: the question was refused")]
    Refused(u16),
    /// The answer is not of the contract.
    #[error("the answer is not of the contract: {0}")]
    Garbage(String),
    /// It has failed too often and is left alone.
    #[error("left alone for another {} ms", .0.as_millis())]
    Resting(Duration),
}

impl RegisterError {
    /// Whether the same question may be answered if it is asked again.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Call(CallError::Connection(_) | CallError::Timeout(_)) | Self::Busy { .. } => {
                true
            }
            Self::Call(CallError::Request(_) | CallError::TooLarge(_))
            | Self::Refused(_)
            | Self::Garbage(_)
            | Self::Resting(_) => false,
        }
    }
}
