use json::FromJson;
use registration::{
    DwellingKind,
    application::AddressText,
    identifiers::{Rca, Region},
};
use serde::{Deserialize, Serialize};

/// An address of the address register. It says nothing of who owns it or lives there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct AddressFound {
    /// Its code. One house number can have two, so both are shown.
    pub rca: Rca,
    /// As the register writes it.
    pub text: AddressText,
    /// Region.
    pub region: Region,
    /// Kind of the dwelling.
    pub kind: DwellingKind,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Addresses {
    /// The best matches first, at most twenty.
    pub found: Vec<AddressFound>,
    /// Whether there are more, so that it is worth typing on.
    pub more: bool,
}
