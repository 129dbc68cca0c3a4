use chrono::{DateTime, Utc};
use json::FromJson;
use registration::{
    KnownApplicant, KnownSubject, Ownership, SubjectChoice,
    application::AddressText,
    identifiers::{Iin, Rca, Region},
};
use serde::{Deserialize, Serialize};

/// The signed-in person with all that need not be asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Person {
    /// Number.
    pub iin: Iin,
    /// Name as registered.
    pub name: String,
    /// The permanent address, where there is one.
    pub permanent_address: Option<AddressText>,
    /// What is known of the person as an applicant.
    pub applicant: KnownApplicant,
    /// Everybody whom the person may register: first the person, then children and wards.
    pub subjects: Vec<SubjectPerson>,
    /// Dwellings that the person owns or has a share of.
    pub dwellings: Vec<OwnDwelling>,
    /// When the session ends if nothing is done.
    #[serde(with = "crate::time::instant")]
    pub session_until: DateTime<Utc>,
    /// The server's time.
    #[serde(with = "crate::time::instant")]
    pub now: DateTime<Utc>,
}

/// A person who can be registered by the applicant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct SubjectPerson {
    /// How to choose this person.
    pub choice: SubjectChoice,
    /// Name as registered.
    pub name: String,
    /// What the registers know.
    pub known: KnownSubject,
}

/// A dwelling of the applicant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct OwnDwelling {
    /// Code of its address.
    pub rca: Rca,
    /// Address.
    pub text: AddressText,
    /// Region.
    pub region: Region,
    /// All of it or a share.
    pub ownership: Ownership,
}
