use std::{
    collections::{HashMap, HashSet},
    fmt,
};

use chrono::{Days, Months, NaiveDate};
use registration::{
    Answers, DeclaredDwelling, SubjectChoice, Tenure,
    identifiers::{Iin, OwnerId, Rca},
};

use super::{
    dwellings::DwellingsFile,
    error::SandboxError,
    people::{JourneyEntry, PeopleFile, PersonEntry},
    world::{Dwelling, SandboxPerson, SourceFile},
};

/// What each key of the files stands for.
pub(super) struct Keys {
    owners: HashMap<String, OwnerId>,
    dwellings: HashMap<String, Rca>,
}

impl Keys {
    pub(super) fn collect(
        people: &PeopleFile,
        dwellings: &DwellingsFile,
    ) -> Result<Self, SandboxError> {
        let mut keys = Self {
            owners: HashMap::new(),
            dwellings: HashMap::new(),
        };
        let mut seen = Seen::default();
        for entry in &people.person {
            seen.once(SourceFile::People, &entry.key)?;
            seen.once(SourceFile::People, &entry.iin)?;
            if let Some(phone) = entry.phone {
                seen.once(SourceFile::People, &phone)?;
            }
            keys.owners
                .insert(entry.key.clone(), OwnerId::Person(entry.iin));
        }
        for entry in &people.organisation {
            seen.once(SourceFile::People, &entry.key)?;
            seen.once(SourceFile::People, &entry.bin)?;
            seen.once(SourceFile::People, &entry.phone)?;
            keys.owners
                .insert(entry.key.clone(), OwnerId::Organisation(entry.bin));
        }
        for house in &dwellings.house {
            for unit in house.dwellings()? {
                seen.once(SourceFile::Dwellings, &unit.key)?;
                seen.once(SourceFile::Dwellings, &unit.dwelling.rca)?;
                keys.dwellings.insert(unit.key, unit.dwelling.rca);
            }
        }
        Ok(keys)
    }

    pub(super) fn dwellings(&self, file: &DwellingsFile) -> Result<Vec<Dwelling>, SandboxError> {
        let mut dwellings = Vec::new();
        for house in &file.house {
            for unit in house.dwellings()? {
                let people = |keys: &[String]| -> Result<Vec<Iin>, SandboxError> {
                    keys.iter()
                        .map(|key| self.iin(SourceFile::Dwellings, key))
                        .collect()
                };
                let owners = unit
                    .owners
                    .iter()
                    .map(|key| self.owner(SourceFile::Dwellings, key));
                dwellings.push(Dwelling {
                    owners: owners.collect::<Result<_, _>>()?,
                    listed: unit.listed.as_deref().map(people).transpose()?,
                    applied_for: people(&unit.applied_for)?,
                    ..unit.dwelling
                });
            }
        }
        Ok(dwellings)
    }

    pub(super) fn person(
        &self,
        entry: PersonEntry,
        today: NaiveDate,
    ) -> Result<SandboxPerson, SandboxError> {
        let represents = entry.represents.iter();
        let represents = represents
            .map(|other| Ok((self.iin(SourceFile::People, &other.person)?, other.relation)))
            .collect::<Result<_, SandboxError>>()?;
        let lives = entry
            .lives
            .as_deref()
            .map(|key| self.rca(SourceFile::People, key));
        let journey = entry.journey.as_ref().map(|journey| self.answers(journey));
        Ok(SandboxPerson {
            born: born(entry.age, today),
            lives: lives.transpose()?,
            journey: journey.transpose()?,
            represents,
            key: entry.key,
            iin: entry.iin,
            name: entry.name,
            age: entry.age,
            phone: entry.phone,
            has_eds: entry.eds,
            certificate_fault: entry.certificate,
            citizenship: entry.citizenship,
            capacity: entry.capacity,
            group: entry.group,
            hint: entry.hint,
            shows: entry.shows,
            later: entry.later,
            role: entry.role.map(|role| role.staff()),
        })
    }

    fn answers(&self, journey: &JourneyEntry) -> Result<Answers, SandboxError> {
        let subject = match &journey.subject {
            None => SubjectChoice::Myself,
            Some(key) => SubjectChoice::Person(self.iin(SourceFile::People, key)?),
        };
        let owner = journey
            .owner
            .as_deref()
            .map(|key| self.owner(SourceFile::People, key));
        Ok(Answers {
            service: Some(journey.service),
            months: journey.months,
            subject: Some(subject),
            ownership: Some(journey.ownership),
            rca: Some(self.rca(SourceFile::People, &journey.dwelling)?),
            owner: owner.transpose()?,
            relation_to_owner: journey.relation_to_owner,
            reason: journey.reason,
            declared_dwelling: DeclaredDwelling {
                tenure: journey.state_rental.then_some(Tenure::StateRental),
                ..DeclaredDwelling::default()
            },
            ..Answers::default()
        })
    }

    fn owner(&self, file: SourceFile, key: &str) -> Result<OwnerId, SandboxError> {
        self.owners
            .get(key)
            .copied()
            .ok_or_else(|| SandboxError::UnknownKey {
                file,
                key: key.to_owned(),
            })
    }

    fn iin(&self, file: SourceFile, key: &str) -> Result<Iin, SandboxError> {
        match self.owner(file, key)? {
            OwnerId::Person(iin) => Ok(iin),
            OwnerId::Organisation(_) => Err(SandboxError::UnknownKey {
                file,
                key: key.to_owned(),
            }),
        }
    }

    fn rca(&self, file: SourceFile, key: &str) -> Result<Rca, SandboxError> {
        self.dwellings
            .get(key)
            .copied()
            .ok_or_else(|| SandboxError::UnknownKey {
                file,
                key: key.to_owned(),
            })
    }
}

#[derive(Default)]
struct Seen(HashSet<String>);

impl Seen {
    fn once(&mut self, file: SourceFile, key: &dyn fmt::Display) -> Result<(), SandboxError> {
        let key = key.to_string();
        if self.0.insert(key.clone()) {
            Ok(())
        } else {
            Err(SandboxError::Twice { file, key })
        }
    }
}

/// A hundred days past the birthday, so that an age holds on the day the server starts and for
/// most of a year after it.
fn born(age: u8, today: NaiveDate) -> NaiveDate {
    today
        .checked_sub_months(Months::new(12 * u32::from(age)))
        .and_then(|birthday| birthday.checked_sub_days(Days::new(100)))
        .unwrap_or(today)
}
