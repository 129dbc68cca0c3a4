use async_trait::async_trait;
use registration::identifiers::{Iin, OwnerId, Phone, Rca, Region};
use server::ports::{
    AddressRecord, AddressRegister, Down, DwellingRecord, MobileBase, PersonRecord, Population,
    RealEstate, ResidenceEntry, ResidenceRegister, Tenancies,
};

use super::{Town, World, town};

impl World {
    async fn ask<T>(
        &self,
        register: &'static str,
        question: impl FnOnce(&Town) -> T,
    ) -> Result<T, Down> {
        self.pause().await;
        if self.fails(|faults| faults.register) {
            return Err(down(register));
        }
        Ok(question(town()))
    }
}

fn down(register: &'static str) -> Down {
    Down {
        register,
        cause: "as the seed will have it".to_owned(),
    }
}

#[async_trait]
impl Population for World {
    async fn person(&self, iin: Iin) -> Result<Option<PersonRecord>, Down> {
        self.ask("population", |town| town.people.get(&iin).cloned())
            .await
    }
}

#[async_trait]
impl AddressRegister for World {
    async fn address(&self, rca: Rca) -> Result<Option<AddressRecord>, Down> {
        self.ask("addresses", |town| town.addresses.get(&rca).cloned())
            .await
    }

    async fn search(
        &self,
        _: &str,
        _: Option<Region>,
        limit: usize,
    ) -> Result<Vec<AddressRecord>, Down> {
        self.ask("addresses", |town| {
            town.addresses.values().take(limit).cloned().collect()
        })
        .await
    }
}

#[async_trait]
impl RealEstate for World {
    async fn dwelling(&self, rca: Rca) -> Result<Option<DwellingRecord>, Down> {
        self.ask("real estate", |town| town.dwellings.get(&rca).cloned())
            .await
    }

    async fn owned_by(&self, owner: OwnerId) -> Result<Vec<Rca>, Down> {
        self.ask("real estate", |town| {
            let owned = town
                .dwellings
                .values()
                .filter(|dwelling| dwelling.owners.iter().any(|known| known.owner == owner));
            owned.map(|dwelling| dwelling.rca).collect()
        })
        .await
    }
}

#[async_trait]
impl Tenancies for World {
    async fn listed(&self, _: Rca) -> Result<Option<Vec<Iin>>, Down> {
        self.ask("tenancies", |_| None).await
    }
}

#[async_trait]
impl MobileBase for World {
    async fn phone(&self, of: OwnerId) -> Result<Option<Phone>, Down> {
        self.ask("mobile base", |town| town.phones.get(&of).copied())
            .await
    }

    async fn holders(&self, phone: Phone) -> Result<Vec<OwnerId>, Down> {
        self.ask("mobile base", |town| {
            let held = town.phones.iter().filter(|(_, known)| **known == phone);
            held.map(|(owner, _)| *owner).collect()
        })
        .await
    }
}

#[async_trait]
impl ResidenceRegister for World {
    async fn enter(&self, entry: ResidenceEntry) -> Result<(), Down> {
        self.ask("residences", |_| ()).await?;
        self.tell(|| {
            format!(
                "the register enters {} from {}",
                entry.application, entry.from
            )
        });
        let held = self.state().watch.entered(entry);
        self.hold(held);
        self.pause().await;
        if self.fails(|faults| faults.register_after) {
            return Err(down("residences"));
        }
        Ok(())
    }
}
