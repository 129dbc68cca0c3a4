use chrono::{DateTime, Utc};
use registration::identifiers::Iin;

use super::Digest;

/// Names an issued code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeId(pub i64);

/// What a code is for; it opens nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Signing in.
    SignIn(Iin),
    /// Signing a document.
    Signature {
        /// Who signs.
        iin: Iin,
        /// SHA-256 of the document's bytes.
        document: Digest,
    },
}

impl Purpose {
    /// Whose code it is.
    #[must_use]
    pub fn iin(&self) -> Iin {
        match self {
            Self::SignIn(iin) | Self::Signature { iin, .. } => *iin,
        }
    }

    /// What the code opens.
    #[must_use]
    pub fn gate(&self) -> Gate {
        match self {
            Self::SignIn(_) => Gate::SignIn,
            Self::Signature { .. } => Gate::Signature,
        }
    }
}

/// What codes open. Wrong ones are counted apart, so that a stranger who guesses at somebody's
/// sign-in does not keep that person from signing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// A session.
    SignIn,
    /// A signature within a session.
    Signature,
}

impl Gate {
    /// As it is stored.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Signature => "signature",
        }
    }
}

/// A code as it is kept: never itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCode {
    /// Random bytes that are hashed with the code.
    pub salt: [u8; 16],
    /// SHA-256 of salt and code.
    pub hash: Digest,
    /// When it was issued.
    pub issued_at: DateTime<Utc>,
    /// The first instant at which it is dead.
    pub expires_at: DateTime<Utc>,
}

/// A code that was issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredCode {
    /// Its name.
    pub id: CodeId,
    /// The code.
    pub code: NewCode,
    /// How often it was tried.
    pub tries: u32,
    /// Whether it was used.
    pub used: bool,
}

/// The result of trying a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried {
    /// It is used now.
    Right,
    /// It counts against the person's limit of the day.
    Wrong,
}
