use std::{collections::HashMap, fmt};

use chrono::NaiveDate;
use registration::{
    Answers, Capacity, Citizenship, DwellingKind, Relation,
    application::AddressText,
    identifiers::{Bin, Iin, OwnerId, Phone, Rca, Region},
};
use wire::Texts;

use super::{
    certificates::Fault,
    dwellings::DwellingsFile,
    error::SandboxError,
    keys::Keys,
    people::{Group, PeopleFile},
};
use crate::ports::store::Staff;

/// A file of `sandbox/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceFile {
    /// People and organisations.
    People,
    /// Houses and flats.
    Dwellings,
}

impl fmt::Display for SourceFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::People => "people.toml",
            Self::Dwellings => "dwellings.toml",
        })
    }
}

/// A person of the sandbox.
#[derive(Clone, Debug)]
pub struct SandboxPerson {
    /// Names the person in the files.
    pub key: String,
    /// Number.
    pub iin: Iin,
    /// Surname, given name and patronymic.
    pub name: String,
    /// Date of birth.
    pub born: NaiveDate,
    /// Whole years on the day the server started.
    pub age: u8,
    /// Telephone in the Mobile Citizens Database.
    pub phone: Option<Phone>,
    /// Whether a national digital signature is issued.
    pub has_eds: bool,
    /// What is wrong with the certificates that NCALayer finds.
    pub certificate_fault: Option<Fault>,
    /// Citizenship.
    pub citizenship: Citizenship,
    /// Legal capacity.
    pub capacity: Capacity,
    /// The permanent address before any registration in the sandbox.
    pub lives: Option<Rca>,
    /// Children and wards.
    pub represents: Vec<(Iin, Relation)>,
    /// Heading on the sandbox page.
    pub group: Group,
    /// What to try with the person.
    pub hint: Texts,
    /// The answers that show it.
    pub journey: Option<Answers>,
    /// Rules that the verdict on these answers names.
    pub shows: Vec<String>,
    /// Rules that come into play after filing.
    pub later: Vec<String>,
    /// The role that the person has in the service, and where they work.
    pub role: Option<Staff>,
}

/// An organisation of the sandbox.
#[derive(Clone, Debug)]
pub struct Organisation {
    /// Number.
    pub bin: Bin,
    /// Name.
    pub name: Texts,
    /// The duty telephone, which answers requests for consent.
    pub phone: Phone,
}

/// A dwelling of the sandbox.
#[derive(Clone, Debug)]
pub struct Dwelling {
    /// Code of its address.
    pub rca: Rca,
    /// Region.
    pub region: Region,
    /// Address in each language.
    pub text: AddressText,
    /// Kind.
    pub kind: DwellingKind,
    /// Whether the building is commissioned.
    pub commissioned: bool,
    /// Useful area in hundredths of a square metre.
    pub area_dm2: u32,
    /// How many people were registered there before any registration in the sandbox.
    pub registered: u32,
    /// Owners.
    pub owners: Vec<OwnerId>,
    /// A state rental, and whom its agreement lists.
    pub listed: Option<Vec<Iin>>,
    /// For whom the administration of an institution has filed.
    pub applied_for: Vec<Iin>,
}

/// All that the files say, with every key resolved. It does not change while the server runs.
#[derive(Debug)]
pub struct World {
    /// People in the order of the file.
    pub people: Vec<SandboxPerson>,
    /// Organisations in the order of the file.
    pub organisations: Vec<Organisation>,
    /// Dwellings in the order of the file.
    pub dwellings: Vec<Dwelling>,
    by_iin: HashMap<Iin, usize>,
    by_rca: HashMap<Rca, usize>,
}

impl World {
    /// Reads both files.
    ///
    /// # Errors
    /// [`SandboxError`] names the file and what is wrong there.
    pub(super) fn parse(
        people: &str,
        dwellings: &str,
        today: NaiveDate,
    ) -> Result<Self, SandboxError> {
        let people: PeopleFile = toml::from_str(people).map_err(|cause| SandboxError::Shape {
            file: SourceFile::People,
            cause,
        })?;
        let dwellings: DwellingsFile =
            toml::from_str(dwellings).map_err(|cause| SandboxError::Shape {
                file: SourceFile::Dwellings,
                cause,
            })?;
        let keys = Keys::collect(&people, &dwellings)?;
        let dwellings = keys.dwellings(&dwellings)?;
        let organisations = people.organisation.iter().map(|entry| Organisation {
            bin: entry.bin,
            name: entry.name.clone(),
            phone: entry.phone,
        });
        let organisations = organisations.collect();
        let people = people
            .person
            .into_iter()
            .map(|entry| keys.person(entry, today))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self {
            by_iin: people
                .iter()
                .enumerate()
                .map(|(index, person)| (person.iin, index))
                .collect(),
            by_rca: dwellings
                .iter()
                .enumerate()
                .map(|(index, at)| (at.rca, index))
                .collect(),
            people,
            organisations,
            dwellings,
        })
    }

    /// A person by number.
    #[must_use]
    pub fn person(&self, iin: Iin) -> Option<&SandboxPerson> {
        self.people.get(*self.by_iin.get(&iin)?)
    }

    /// An organisation by number.
    #[must_use]
    pub fn organisation(&self, bin: Bin) -> Option<&Organisation> {
        self.organisations
            .iter()
            .find(|organisation| organisation.bin == bin)
    }

    /// A dwelling by the code of its address.
    #[must_use]
    pub fn dwelling(&self, rca: Rca) -> Option<&Dwelling> {
        self.dwellings.get(*self.by_rca.get(&rca)?)
    }
}
