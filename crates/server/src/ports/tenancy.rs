use async_trait::async_trait;
use registration::identifiers::{Iin, Rca};

use super::Down;

/// The register of agreements on state rental housing.
#[async_trait]
pub trait Tenancies: Send + Sync {
    /// Everybody whom the agreement for a dwelling lists; `None` where there is no agreement.
    async fn listed(&self, rca: Rca) -> Result<Option<Vec<Iin>>, Down>;
}
