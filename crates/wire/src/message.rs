use chrono::{DateTime, Utc};
use json::FromJson;
use registration::application::ApplicationNumber;
use serde::{Deserialize, Serialize};

/// A notification in the personal account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Message {
    /// When it was sent.
    #[serde(with = "crate::time::instant")]
    pub at: DateTime<Utc>,
    /// The application it is about.
    pub number: Option<ApplicationNumber>,
    /// What it says, in the language in which the application was filed.
    pub text: String,
}

/// The person's notifications, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Messages {
    /// At most a hundred.
    pub messages: Vec<Message>,
}
