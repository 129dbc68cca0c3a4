use std::sync::Arc;

use super::{
    AddressRegister, Clock, MobileBase, Population, Randomness, RealEstate, ResidenceRegister, Sms,
    Tenancies,
};

/// Everything outside that the service needs but its own store: the sandbox or the real adapters
/// hand it over in one piece.
#[derive(Clone)]
pub struct Outside {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Random bytes.
    pub randomness: Arc<dyn Randomness>,
    /// People.
    pub population: Arc<dyn Population>,
    /// Addresses.
    pub addresses: Arc<dyn AddressRegister>,
    /// Dwellings and their owners.
    pub real_estate: Arc<dyn RealEstate>,
    /// Agreements on state rental housing.
    pub tenancies: Arc<dyn Tenancies>,
    /// Telephones.
    pub mobile_base: Arc<dyn MobileBase>,
    /// Registered residences.
    pub residences: Arc<dyn ResidenceRegister>,
    /// Messages to telephones.
    pub sms: Arc<dyn Sms>,
}
