use async_trait::async_trait;
use registration::{
    DwellingKind, Tenure,
    identifiers::{Iin, OwnerId, Rca},
};

use super::Down;

/// The real-estate register (ГБД РН).
#[async_trait]
pub trait RealEstate: Send + Sync {
    /// The dwelling at an address.
    async fn dwelling(&self, rca: Rca) -> Result<Option<DwellingRecord>, Down>;

    /// Addresses of all dwellings of which an owner has at least a share.
    async fn owned_by(&self, owner: OwnerId) -> Result<Vec<Rca>, Down>;
}

/// A dwelling as the register has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DwellingRecord {
    /// Code of its address.
    pub rca: Rca,
    /// Its kind.
    pub kind: DwellingKind,
    /// By which right it is lived in.
    pub tenure: Tenure,
    /// Whether the building is commissioned and has a title.
    pub commissioned: bool,
    /// Useful area in hundredths of a square metre.
    pub area_dm2: u32,
    /// How many people are registered there now.
    pub registered_people: u32,
    /// Everybody who owns it or a share of it.
    pub owners: Vec<OwnerRecord>,
    /// For whom the administration of an institution has filed.
    pub institution_applied_for: Vec<Iin>,
}

/// An owner of a dwelling. Age and capacity come from the population register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnerRecord {
    /// Who.
    pub owner: OwnerId,
}
