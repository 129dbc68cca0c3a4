use async_trait::async_trait;

use super::{Sandbox, down};
use crate::ports::{Down, ResidenceEntry, ResidenceRegister};

#[async_trait]
impl ResidenceRegister for Sandbox {
    async fn enter(&self, entry: ResidenceEntry) -> Result<(), Down> {
        self.journal
            .enter(entry)
            .await
            .map_err(down("residence register"))
    }
}
