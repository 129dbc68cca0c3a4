use chrono::{DateTime, Utc};
use registration::application::ApplicationNumber;
use wire::ProblemCode;

use super::Digest;

/// A document that is shown as a QR code, to be signed on a telephone. It names nobody: whose it
/// is, the application says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoredQr {
    /// Which application.
    pub number: ApplicationNumber,
    /// SHA-256 of the document's bytes.
    pub document: Digest,
    /// How far the telephone is.
    pub standing: QrStanding,
    /// The first instant at which the code is dead.
    pub expires_at: DateTime<Utc>,
}

/// How far the telephone is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QrStanding {
    /// No telephone has asked.
    Waiting,
    /// A telephone has fetched the document.
    Opened,
    /// Signed; written only together with the signature.
    Signed,
    /// A signature came that was refused, for this reason.
    Refused(ProblemCode),
}

impl QrStanding {
    /// Whether nothing follows it.
    #[must_use]
    pub fn is_final(self) -> bool {
        match self {
            Self::Waiting | Self::Opened => false,
            Self::Signed | Self::Refused(_) => true,
        }
    }
}
