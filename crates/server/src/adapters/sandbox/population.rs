use async_trait::async_trait;
use registration::{Service, identifiers::Iin};

use super::{Sandbox, down};
use crate::ports::{Down, PersonRecord, Population, Represented};

const REGISTER: &str = "population register";

#[async_trait]
impl Population for Sandbox {
    async fn person(&self, iin: Iin) -> Result<Option<PersonRecord>, Down> {
        let Some(person) = self.world.person(iin) else {
            return Ok(None);
        };
        let residences = self.journal.residences().await.map_err(down(REGISTER))?;
        let entered = residences
            .iter()
            .rfind(|entry| entry.iin == iin && entry.service == Service::Permanent)
            .map(|entry| entry.rca);
        let permanent = entered
            .or(person.lives)
            .and_then(|rca| self.world.dwelling(rca));
        let represents = person.represents.iter();
        Ok(Some(PersonRecord {
            iin,
            name: person.name.clone(),
            born: person.born,
            citizenship: person.citizenship,
            capacity: person.capacity,
            permanent_address: permanent.map(|dwelling| dwelling.text.clone()),
            has_eds: person.has_eds,
            represents: represents
                .map(|&(iin, as_)| Represented { iin, as_ })
                .collect(),
        }))
    }
}
