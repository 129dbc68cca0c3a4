use async_trait::async_trait;
use registration::identifiers::{Iin, OwnerId, Phone, Rca, Region};

use super::{
    Registers,
    contract::{
        AddressByCode, AddressSearch, AgreementByCode, DwellingByCode, HoldersOf, OwnedBy,
        PersonByNumber, PhoneOf,
    },
};
use crate::ports::{
    AddressRecord, AddressRegister, Down, DwellingRecord, MobileBase, PersonRecord, Population,
    RealEstate, ResidenceEntry, ResidenceRegister, Tenancies,
};

#[async_trait]
impl Population for Registers {
    async fn person(&self, iin: Iin) -> Result<Option<PersonRecord>, Down> {
        let found = self.ask(&PersonByNumber { iin }).await?.person;
        // An answer about somebody else must never be shown.
        same("population register", iin, found, |person| person.iin)
    }
}

#[async_trait]
impl AddressRegister for Registers {
    async fn address(&self, rca: Rca) -> Result<Option<AddressRecord>, Down> {
        let found = self.ask(&AddressByCode { rca }).await?.address;
        same("address register", rca, found, |address| address.rca)
    }

    async fn search(
        &self,
        text: &str,
        region: Option<Region>,
        limit: usize,
    ) -> Result<Vec<AddressRecord>, Down> {
        let question = AddressSearch {
            text: text.to_owned(),
            region,
            limit: u32::try_from(limit).unwrap_or(u32::MAX),
        };
        let found = self.ask(&question).await?.addresses.into_iter();
        Ok(found.take(limit).map(Into::into).collect())
    }
}

#[async_trait]
impl RealEstate for Registers {
    async fn dwelling(&self, rca: Rca) -> Result<Option<DwellingRecord>, Down> {
        let found = self.ask(&DwellingByCode { rca }).await?.dwelling;
        same("real-estate register", rca, found, |dwelling| dwelling.rca)
    }

    async fn owned_by(&self, owner: OwnerId) -> Result<Vec<Rca>, Down> {
        Ok(self.ask(&OwnedBy { owner }).await?.rcas)
    }
}

#[async_trait]
impl Tenancies for Registers {
    async fn listed(&self, rca: Rca) -> Result<Option<Vec<Iin>>, Down> {
        Ok(self.ask(&AgreementByCode { rca }).await?.listed)
    }
}

#[async_trait]
impl MobileBase for Registers {
    async fn phone(&self, of: OwnerId) -> Result<Option<Phone>, Down> {
        Ok(self.ask(&PhoneOf { holder: of }).await?.phone)
    }

    async fn holders(&self, phone: Phone) -> Result<Vec<OwnerId>, Down> {
        Ok(self.ask(&HoldersOf { phone }).await?.holders)
    }
}

#[async_trait]
impl ResidenceRegister for Registers {
    async fn enter(&self, entry: ResidenceEntry) -> Result<(), Down> {
        self.put(entry).await
    }
}

/// What was found, if it is what was asked for.
fn same<K: PartialEq, F: Into<R>, R>(
    register: &'static str,
    asked: K,
    found: Option<F>,
    key: impl Fn(&F) -> K,
) -> Result<Option<R>, Down> {
    match found {
        Some(found) if key(&found) != asked => Err(Down {
            register,
            cause: "the answer is about something else than was asked".to_owned(),
        }),
        found => Ok(found.map(Into::into)),
    }
}
