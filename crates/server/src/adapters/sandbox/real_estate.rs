use std::collections::HashMap;

use async_trait::async_trait;
use chrono::NaiveDate;
use registration::{
    Service, Tenure,
    identifiers::{Iin, OwnerId, Rca},
};

use super::{Sandbox, down, world::Dwelling};
use crate::ports::{Clock, Down, DwellingRecord, OwnerRecord, RealEstate, ResidenceEntry};

const REGISTER: &str = "real-estate register";

#[async_trait]
impl RealEstate for Sandbox {
    async fn dwelling(&self, rca: Rca) -> Result<Option<DwellingRecord>, Down> {
        let Some(dwelling) = self.world.dwelling(rca) else {
            return Ok(None);
        };
        let residences = self.journal.residences().await.map_err(down(REGISTER))?;
        let owners = dwelling.owners.iter();
        Ok(Some(DwellingRecord {
            rca,
            kind: dwelling.kind,
            tenure: match dwelling.listed {
                Some(_) => Tenure::StateRental,
                None => Tenure::Private,
            },
            commissioned: dwelling.commissioned,
            area_dm2: dwelling.area_dm2,
            registered_people: self.registered(dwelling, &residences, self.now().date_naive()),
            owners: owners.map(|&owner| OwnerRecord { owner }).collect(),
            institution_applied_for: dwelling.applied_for.clone(),
        }))
    }

    async fn owned_by(&self, owner: OwnerId) -> Result<Vec<Rca>, Down> {
        let owned = self
            .world
            .dwellings
            .iter()
            .filter(|dwelling| dwelling.owners.contains(&owner));
        Ok(owned.map(|dwelling| dwelling.rca).collect())
    }
}

impl Sandbox {
    /// How many people are registered in a dwelling on a day: those of the file, without those who
    /// have moved out since, with those who have moved in or stay there for a term.
    fn registered(&self, at: &Dwelling, residences: &[ResidenceEntry], on: NaiveDate) -> u32 {
        let mut permanent: HashMap<Iin, Rca> = HashMap::new();
        let mut staying: Vec<Iin> = Vec::new();
        for entry in residences {
            match entry.service {
                Service::Permanent => {
                    permanent.insert(entry.iin, entry.rca);
                }
                Service::Temporary => {
                    let during = entry.from <= on && entry.until.is_none_or(|until| on <= until);
                    if during && entry.rca == at.rca && !staying.contains(&entry.iin) {
                        staying.push(entry.iin);
                    }
                }
            }
        }
        let lived_here =
            |iin: Iin| self.world.person(iin).and_then(|person| person.lives) == Some(at.rca);
        let mut count = at.registered;
        for (&iin, &rca) in &permanent {
            match (lived_here(iin), rca == at.rca) {
                (true, false) => count = count.saturating_sub(1),
                (false, true) => count = count.saturating_add(1),
                _ => {}
            }
        }
        let lives_here = |iin: &Iin| match permanent.get(iin) {
            Some(&rca) => rca == at.rca,
            None => lived_here(*iin),
        };
        let guests = staying.iter().filter(|iin| !lives_here(iin)).count();
        count.saturating_add(u32::try_from(guests).unwrap_or(u32::MAX))
    }
}
