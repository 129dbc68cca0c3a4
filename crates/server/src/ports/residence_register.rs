use async_trait::async_trait;
use chrono::NaiveDate;
use registration::{
    Service,
    application::ApplicationNumber,
    identifiers::{Iin, Rca},
};

use super::Down;

/// The register in which a residence is finally entered.
#[async_trait]
pub trait ResidenceRegister: Send + Sync {
    /// Enters a residence. Entering the same application again changes nothing, so that a
    /// delivery may be repeated.
    async fn enter(&self, entry: ResidenceEntry) -> Result<(), Down>;
}

/// A residence to be entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResidenceEntry {
    /// The application that asks for it.
    pub application: ApplicationNumber,
    /// Who lives there.
    pub iin: Iin,
    /// Where.
    pub rca: Rca,
    /// Permanent or temporary.
    pub service: Service,
    /// First day.
    pub from: NaiveDate,
    /// Last day of a temporary one.
    pub until: Option<NaiveDate>,
}
