use chrono::{DateTime, Utc};
use registration::application::ConsentId;

/// What somebody signed with a digital signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signed {
    /// The applicant, the document.
    Document,
    /// An owner, the text of an answer.
    Consent(ConsentId),
}

/// What is kept of a digital signature, so that it can be verified again without this service.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredEvidence {
    /// What was signed.
    pub signed: Signed,
    /// When the signature arrived.
    pub at: DateTime<Utc>,
    /// What the signature is over, in UTF-8, byte for byte.
    pub content: String,
    /// [`eds::Evidence`] as JSON.
    pub evidence: String,
}

/// Says what it is about and nothing of whom: this ends up in logs.
impl std::fmt::Debug for StoredEvidence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoredEvidence")
            .field("signed", &self.signed)
            .field("at", &self.at)
            .finish_non_exhaustive()
    }
}

impl Signed {
    /// The public name: `document`, or `consent-` and the consent's number.
    #[must_use]
    pub fn symbol(self) -> String {
        match self {
            Self::Document => "document".to_owned(),
            Self::Consent(ConsentId(id)) => format!("consent-{id}"),
        }
    }

    /// What has this public name.
    #[must_use]
    pub fn from_symbol(symbol: &str) -> Option<Self> {
        match symbol.strip_prefix("consent-") {
            Some(id) => id.parse().ok().map(ConsentId).map(Self::Consent),
            None => (symbol == "document").then_some(Self::Document),
        }
    }
}
