use async_trait::async_trait;
use registration::identifiers::{OwnerId, Phone};

use super::Sandbox;
use crate::ports::{Down, MobileBase};

#[async_trait]
impl MobileBase for Sandbox {
    async fn phone(&self, of: OwnerId) -> Result<Option<Phone>, Down> {
        Ok(match of {
            OwnerId::Person(iin) => self.world.person(iin).and_then(|person| person.phone),
            OwnerId::Organisation(bin) => self
                .world
                .organisation(bin)
                .map(|organisation| organisation.phone),
        })
    }

    async fn holders(&self, phone: Phone) -> Result<Vec<OwnerId>, Down> {
        let people = self
            .world
            .people
            .iter()
            .filter(|person| person.phone == Some(phone));
        let organisations = self
            .world
            .organisations
            .iter()
            .filter(|other| other.phone == phone);
        Ok(people
            .map(|person| OwnerId::Person(person.iin))
            .chain(organisations.map(|organisation| OwnerId::Organisation(organisation.bin)))
            .collect())
    }
}
