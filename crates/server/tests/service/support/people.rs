//! Who lives in the town and what they own.

use registration::{
    Capacity, Citizenship, DwellingKind, Relation, Tenure,
    application::AddressText,
    identifiers::{Bin, Iin, OwnerId, Phone, Rca, Region},
};
use serde_json::{Value, json};
use server::ports::{AddressRecord, DwellingRecord, OwnerRecord, PersonRecord, Represented};

use super::World;

/// The valid number with these four digits, a woman's or, where there is none, a man's.
pub fn iin(serial: u32) -> Iin {
    ["9001014", "9001013"]
        .iter()
        .flat_map(|born| (0..10).map(move |check| format!("{born}{serial:04}{check}")))
        .find_map(|number| Iin::parse(&number).ok())
        .unwrap_or_else(|| panic!("no number with the serial {serial}"))
}

pub fn phone(last: u32) -> Phone {
    Phone::parse(&format!("+7701{last:07}")).unwrap()
}

/// People and dwellings by name.
#[derive(Clone, Debug)]
pub struct Town {
    /// Owns `flat` alone; mother of `daughter` (14) and `son` (13), guardian of `ward`.
    pub aigul: Iin,
    pub daughter: Iin,
    pub son: Iin,
    pub ward: Iin,
    /// Owns nothing.
    pub bolat: Iin,
    /// Own `shared`, a third each.
    pub serik: Iin,
    pub dana: Iin,
    pub erlan: Iin,
    /// Owns nothing, has no telephone.
    pub silent: Iin,
    /// Owns nothing, not listed in the state rental.
    pub zhanna: Iin,
    /// A resident foreigner.
    pub foreigner: Iin,
    /// A minor of 15 who owns a share of `minors`, with `dana`.
    pub heir: Iin,
    pub flat: Rca,
    pub shared: Rca,
    pub minors: Rca,
    /// Rented from the state; the agreement lists `bolat`.
    pub state: Rca,
    /// In Astana, 30 m², two people registered, owned by `serik`.
    pub crowded: Rca,
    /// Not commissioned, owned by `aigul`.
    pub unfinished: Rca,
}

struct Settler<'a> {
    world: &'a World,
    next: u32,
}

impl Settler<'_> {
    fn person(&mut self, name: &str, born: &str, with_phone: bool) -> Iin {
        let mut number = None;
        while number.is_none() {
            self.next += 1;
            number = (0..10)
                .find_map(|check| Iin::parse(&format!("9001014{:04}{check}", self.next)).ok());
        }
        let iin = number.unwrap();
        let record = PersonRecord {
            iin,
            name: name.to_owned(),
            born: born.parse().unwrap(),
            citizenship: Citizenship::Citizen,
            capacity: Capacity::Full,
            permanent_address: None,
            has_eds: false,
            represents: Vec::new(),
        };
        let mut registers = self.world.registers();
        registers.people.insert(iin, record);
        if with_phone {
            registers
                .phones
                .insert(OwnerId::Person(iin), phone(self.next));
        }
        iin
    }

    fn dwelling(
        &mut self,
        region: &str,
        owners: &[OwnerId],
        change: impl FnOnce(&mut DwellingRecord),
    ) -> Rca {
        self.next += 1;
        let rca = Rca::parse(&format!("02{:014}", self.next)).unwrap();
        let place = self.next;
        let mut record = DwellingRecord {
            rca,
            kind: DwellingKind::Flat,
            tenure: Tenure::Private,
            commissioned: true,
            area_dm2: 6000,
            registered_people: 1,
            owners: owners
                .iter()
                .map(|owner| OwnerRecord { owner: *owner })
                .collect(),
            institution_applied_for: Vec::new(),
        };
        change(&mut record);
        let address = AddressRecord {
            rca,
            region: Region::parse(region).unwrap(),
            text: AddressText {
                kk: format!("Абай даңғылы, {place}-үй"),
                ru: format!("проспект Абая, дом {place}"),
                en: format!("{place} Abay Avenue"),
            },
            kind: record.kind,
        };
        let mut registers = self.world.registers();
        registers.addresses.insert(rca, address);
        registers.dwellings.insert(rca, record);
        rca
    }
}

impl Town {
    pub fn settle(world: &World) -> Self {
        let mut settler = Settler { world, next: 0 };
        let aigul = settler.person("Айгүл Сейітқызы", "1985-05-05", true);
        let daughter = settler.person("Әлия", "2012-03-01", false);
        let son = settler.person("Данияр", "2013-06-01", false);
        let ward = settler.person("Марат", "1980-01-01", false);
        let bolat = settler.person("Болат Ахметов", "1990-01-01", true);
        let serik = settler.person("Серік Омаров", "1970-01-01", true);
        let dana = settler.person("Дана Омарова", "1972-01-01", true);
        let erlan = settler.person("Ерлан Омаров", "1995-01-01", true);
        let silent = settler.person("Тихон Тихий", "1960-01-01", false);
        let zhanna = settler.person("Жанна Ким", "1992-01-01", true);
        let foreigner = settler.person("John Smith", "1988-01-01", true);
        let heir = settler.person("Мадина", "2011-01-01", false);
        let own = OwnerId::Person;
        let authority = Bin::parse("180140005198").unwrap();
        let flat = settler.dwelling("75", &[own(aigul)], |_| {});
        let shared = settler.dwelling("75", &[own(serik), own(dana), own(erlan)], |_| {});
        let minors = settler.dwelling("75", &[own(dana), own(heir)], |_| {});
        let state = settler.dwelling("39", &[OwnerId::Organisation(authority)], |dwelling| {
            dwelling.tenure = Tenure::StateRental;
        });
        let crowded = settler.dwelling("71", &[own(serik)], |dwelling| {
            dwelling.area_dm2 = 3000;
            dwelling.registered_people = 2;
        });
        let unfinished = settler.dwelling("75", &[own(aigul)], |dwelling| {
            dwelling.commissioned = false
        });
        let mut registers = world.registers();
        registers
            .phones
            .insert(OwnerId::Organisation(authority), phone(9_000_000));
        registers.tenancies.insert(state, vec![bolat]);
        registers.people.get_mut(&ward).unwrap().capacity = Capacity::None;
        registers.people.get_mut(&foreigner).unwrap().citizenship = Citizenship::ResidencePermit;
        registers.people.get_mut(&aigul).unwrap().represents = vec![
            Represented {
                iin: daughter,
                as_: Relation::Parent,
            },
            Represented {
                iin: son,
                as_: Relation::Parent,
            },
            Represented {
                iin: ward,
                as_: Relation::Guardian,
            },
        ];
        drop(registers);
        Self {
            aigul,
            daughter,
            son,
            ward,
            bolat,
            serik,
            dana,
            erlan,
            silent,
            zhanna,
            foreigner,
            heir,
            flat,
            shared,
            minors,
            state,
            crowded,
            unfinished,
        }
    }

    /// Answers of an owner for a temporary registration of three months.
    pub fn owner_answers(&self, rca: Rca) -> Value {
        json!({
            "service": "temporary", "months": 3, "subject": "myself", "ownership": "sole", "rca": rca,
        })
    }

    /// Answers of somebody who owns nothing there, for three months.
    pub fn tenant_answers(&self, rca: Rca, owner: impl ToString) -> Value {
        json!({
            "service": "temporary", "months": 3, "subject": "myself", "ownership": "none", "rca": rca,
            "owner": owner.to_string(), "relation_to_owner": "none",
        })
    }
}
