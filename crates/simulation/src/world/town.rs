use std::{collections::BTreeMap, sync::OnceLock};

use chrono::NaiveDate;
use registration::{
    Answers, Capacity, Citizenship, DwellingKind, Ownership, Reason, Relation, RelationToOwner,
    Service, SubjectChoice, Tenure,
    application::AddressText,
    identifiers::{Iin, OwnerId, Phone, Rca, Region},
};
use server::ports::{AddressRecord, DwellingRecord, OwnerRecord, PersonRecord, Represented};

/// Who lives in the town and what they own. It stays as it is while seeds run.
pub(crate) struct Town {
    pub(crate) people: BTreeMap<Iin, PersonRecord>,
    pub(crate) phones: BTreeMap<OwnerId, Phone>,
    pub(crate) addresses: BTreeMap<Rca, AddressRecord>,
    pub(crate) dwellings: BTreeMap<Rca, DwellingRecord>,
    /// Who may file, and what for.
    pub(crate) journeys: Vec<Journey>,
}

/// What somebody wants.
#[derive(Clone, Debug)]
pub(crate) struct Journey {
    pub(crate) applicant: Iin,
    pub(crate) answers: Answers,
}

/// The town.
pub(crate) fn town() -> &'static Town {
    static TOWN: OnceLock<Town> = OnceLock::new();
    TOWN.get_or_init(|| Town::settle().unwrap_or_else(Town::empty))
}

impl Town {
    fn empty() -> Self {
        Self {
            people: BTreeMap::new(),
            phones: BTreeMap::new(),
            addresses: BTreeMap::new(),
            dwellings: BTreeMap::new(),
            journeys: Vec::new(),
        }
    }

    fn settle() -> Option<Self> {
        let mut town = Self::empty();
        let aigul = town.person(1, "Айгүл Сейітқызы", 1985, true)?;
        let daughter = town.person(2, "Әлия", 2012, false)?;
        let bolat = town.person(3, "Болат Ахметов", 1990, true)?;
        let zhanna = town.person(4, "Жанна Ким", 1992, true)?;
        let serik = town.person(5, "Серік Омаров", 1970, true)?;
        let dana = town.person(6, "Дана Омарова", 1972, true)?;
        let erlan = town.person(7, "Ерлан Омаров", 1995, true)?;
        let silent = town.person(8, "Тихон Тихий", 1960, false)?;
        town.people.get_mut(&aigul)?.represents = vec![Represented {
            iin: daughter,
            as_: Relation::Parent,
        }];
        let flat = town.dwelling(1, &[aigul])?;
        let shared = town.dwelling(2, &[serik, dana, erlan])?;
        let pair = town.dwelling(3, &[dana, silent])?;
        let temporary = |months, ownership, rca, owner: Option<Iin>| Answers {
            service: Some(Service::Temporary),
            months: Some(months),
            subject: Some(SubjectChoice::Myself),
            ownership: Some(ownership),
            rca: Some(rca),
            owner: owner.map(OwnerId::Person),
            relation_to_owner: owner.map(|_| RelationToOwner::None),
            ..Answers::default()
        };
        let mut journeys = vec![
            (bolat, temporary(3, Ownership::None, flat, Some(aigul))),
            (zhanna, temporary(6, Ownership::None, flat, Some(aigul))),
            (bolat, temporary(12, Ownership::None, shared, Some(serik))),
            (zhanna, temporary(1, Ownership::None, pair, Some(dana))),
            (serik, temporary(3, Ownership::Shared, shared, None)),
            (aigul, temporary(3, Ownership::Sole, flat, None)),
        ];
        let mut permanent = temporary(3, Ownership::Sole, flat, None);
        permanent.service = Some(Service::Permanent);
        permanent.months = None;
        permanent.reason = Some(Reason::Moved);
        journeys.push((aigul, permanent));
        let mut child = temporary(3, Ownership::Sole, flat, None);
        child.subject = Some(SubjectChoice::Person(daughter));
        journeys.push((aigul, child));
        let journey = |(applicant, answers)| Journey { applicant, answers };
        town.journeys = journeys.into_iter().map(journey).collect();
        Some(town)
    }

    fn person(&mut self, serial: u32, name: &str, born: i32, with_phone: bool) -> Option<Iin> {
        let numbers = (0..1000).map(|more| serial * 1000 + more);
        let mut numbers = numbers.flat_map(|serial| (0..10).map(move |check| (serial, check)));
        let iin = numbers.find_map(|(serial, check)| {
            Iin::parse(&format!("9001014{:04}{check}", serial % 10_000)).ok()
        })?;
        let record = PersonRecord {
            iin,
            name: name.to_owned(),
            born: NaiveDate::from_ymd_opt(born, 5, 5)?,
            citizenship: Citizenship::Citizen,
            capacity: Capacity::Full,
            permanent_address: None,
            has_eds: false,
            represents: Vec::new(),
        };
        self.people.insert(iin, record);
        if with_phone {
            let phone = Phone::parse(&format!("+7701{serial:07}")).ok()?;
            self.phones.insert(OwnerId::Person(iin), phone);
        }
        Some(iin)
    }

    fn dwelling(&mut self, place: u32, owners: &[Iin]) -> Option<Rca> {
        let rca = Rca::parse(&format!("02{place:014}")).ok()?;
        let owner = |iin: &Iin| OwnerRecord {
            owner: OwnerId::Person(*iin),
        };
        let record = DwellingRecord {
            rca,
            kind: DwellingKind::Flat,
            tenure: Tenure::Private,
            commissioned: true,
            area_dm2: 6000,
            registered_people: 1,
            owners: owners.iter().map(owner).collect(),
            institution_applied_for: Vec::new(),
        };
        let address = AddressRecord {
            rca,
            region: Region::parse("75").ok()?,
            text: AddressText {
                kk: format!("Абай даңғылы, {place}-үй"),
                ru: format!("проспект Абая, дом {place}"),
                en: format!("{place} Abay Avenue"),
            },
            kind: record.kind,
        };
        self.addresses.insert(rca, address);
        self.dwellings.insert(rca, record);
        Some(rca)
    }
}

#[cfg(test)]
mod tests {
    use super::Town;

    #[test]
    fn the_town_is_settled() {
        assert!(Town::settle().is_some_and(|town| town.people.len() == 8));
    }
}
