//! What the server needs from outside, each as a narrow trait: a real adapter and a sandbox one
//! stand behind it. "Not found" is `Ok(None)`, never an error.

mod address_register;
mod clock;
mod inbound;
mod mobile_base;
mod outside;
mod population;
mod randomness;
mod real_estate;
mod residence_register;
mod revocation;
mod signatures;
mod sms;
pub mod store;
mod tenancy;
mod timestamps;

pub use address_register::{AddressRecord, AddressRegister};
pub use clock::Clock;
pub use inbound::{Delivery, Inbound, ReceivedSms};
pub use mobile_base::MobileBase;
pub use outside::Outside;
pub use population::{PersonRecord, Population, Represented};
pub use randomness::Randomness;
pub use real_estate::{DwellingRecord, OwnerRecord, RealEstate};
pub use residence_register::{ResidenceEntry, ResidenceRegister};
pub use revocation::{Revocation, RevocationAnswer};
pub use signatures::Signatures;
pub use sms::{Sms, SmsText};
pub use tenancy::Tenancies;
pub use timestamps::Timestamps;

/// A register, or the way to it, does not answer at the moment. The name of the register and the
/// cause go to the log, never to a citizen.
#[derive(Debug, thiserror::Error)]
#[error("{register} does not answer: {cause}")]
pub struct Down {
    /// Which register.
    pub register: &'static str,
    /// Why, for the log.
    pub cause: String,
}
