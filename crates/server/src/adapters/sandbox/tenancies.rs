use async_trait::async_trait;
use registration::identifiers::{Iin, Rca};

use super::Sandbox;
use crate::ports::{Down, Tenancies};

#[async_trait]
impl Tenancies for Sandbox {
    async fn listed(&self, rca: Rca) -> Result<Option<Vec<Iin>>, Down> {
        Ok(self
            .world
            .dwelling(rca)
            .and_then(|dwelling| dwelling.listed.clone()))
    }
}
