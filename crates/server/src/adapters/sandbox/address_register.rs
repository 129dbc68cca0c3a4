use async_trait::async_trait;
use registration::identifiers::{Rca, Region};

use super::{Sandbox, world::Dwelling};
use crate::ports::{AddressRecord, AddressRegister, Down};

#[async_trait]
impl AddressRegister for Sandbox {
    async fn address(&self, rca: Rca) -> Result<Option<AddressRecord>, Down> {
        Ok(self.world.dwelling(rca).map(record))
    }

    async fn search(
        &self,
        text: &str,
        region: Option<Region>,
        limit: usize,
    ) -> Result<Vec<AddressRecord>, Down> {
        let found = self.addresses.search(text).into_iter();
        let found = found.filter_map(|index| self.world.dwellings.get(index));
        let here = found.filter(|dwelling| region.is_none_or(|region| dwelling.region == region));
        Ok(here.take(limit).map(record).collect())
    }
}

fn record(dwelling: &Dwelling) -> AddressRecord {
    AddressRecord {
        rca: dwelling.rca,
        region: dwelling.region,
        kind: dwelling.kind,
        text: dwelling.text.clone(),
    }
}
