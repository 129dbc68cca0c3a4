use chrono::{DateTime, Utc};
use json::{FromJson, ToJson};
use registration::identifiers::Iin;
use serde::{Deserialize, Serialize};

/// Asks for a code to sign in with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToJson)]
pub struct SignInCodeRequest {
    /// Whose.
    pub iin: Iin,
}

/// The same answer whether or not anything was sent, so that nobody learns who has a telephone in
/// the Mobile Citizens Database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct CodeSent {
    /// The server's time.
    #[serde(with = "crate::time::instant")]
    pub now: DateTime<Utc>,
    /// The first instant at which the code is dead.
    #[serde(with = "crate::time::instant")]
    pub expires_at: DateTime<Utc>,
    /// From when on another can be asked for.
    #[serde(with = "crate::time::instant")]
    pub resend_at: DateTime<Utc>,
}

/// Signs in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToJson)]
pub struct SignInRequest {
    /// Who.
    pub iin: Iin,
    /// Six digits.
    pub code: String,
}
