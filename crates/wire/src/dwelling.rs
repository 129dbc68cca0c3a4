use json::{FromJson, ToJson};
use registration::{
    KnownDwelling, Ownership, Service, SubjectChoice,
    identifiers::{OwnerId, Rca},
};
use serde::{Deserialize, Serialize};

use crate::VerdictBody;

/// Asks the registers about a dwelling. The owner and the address are accepted only together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson, ToJson)]
pub struct DwellingCheck {
    /// Which service, so that the server's verdict is about it.
    pub service: Service,
    /// Term of a temporary registration, in months.
    pub months: Option<i32>,
    /// Who is to be registered.
    pub subject: SubjectChoice,
    /// Which dwelling.
    pub rca: Rca,
    /// What the applicant says to own of it.
    pub ownership: Ownership,
    /// The owner, named by an applicant who owns nothing there.
    pub owner: Option<OwnerId>,
    /// Whether the applicant says that it is rented from the state.
    pub state_rental: bool,
}

/// What the applicant may know of the dwelling.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, FromJson, ToJson)]
pub struct DwellingChecked {
    /// Facts about the dwelling. Where it is not found, nothing but that; and nothing here ever
    /// says which owner is a minor or has limited capacity.
    pub known: KnownDwelling,
    /// The server's verdict, where it rests on what the applicant may not know in detail (R5): it
    /// then stands above the verdict that the page makes from `known`.
    pub decided: Option<VerdictBody>,
}
