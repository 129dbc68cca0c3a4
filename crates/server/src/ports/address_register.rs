use async_trait::async_trait;
use registration::{
    DwellingKind,
    application::AddressText,
    identifiers::{Rca, Region},
};

use super::Down;

/// The address register.
#[async_trait]
pub trait AddressRegister: Send + Sync {
    /// An address by code.
    async fn address(&self, rca: Rca) -> Result<Option<AddressRecord>, Down>;

    /// Addresses that contain every word of a text, in any language and any order, the best match
    /// first; at most `limit`. One house number can have two records.
    async fn search(
        &self,
        text: &str,
        region: Option<Region>,
        limit: usize,
    ) -> Result<Vec<AddressRecord>, Down>;
}

/// An address as the register has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressRecord {
    /// Its code.
    pub rca: Rca,
    /// Region.
    pub region: Region,
    /// As written in each language.
    pub text: AddressText,
    /// Kind of the dwelling.
    pub kind: DwellingKind,
}
