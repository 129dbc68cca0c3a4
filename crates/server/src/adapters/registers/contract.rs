//! What travels between the service and the registers, as `docs/registers.openapi.json` describes it:
//! a test holds both against each other.
//!
//! Every question is a POST, so that no personal number stands in an address and so in the logs of
//! whatever is on the way. "Not found" is a 200 with `null`: a 404 is a wrong address, and must not
//! be read as "there is no such person".

use chrono::NaiveDate;
use registration::{
    Capacity, Citizenship, DwellingKind, Relation, Service, Tenure,
    application::AddressText,
    identifiers::{Iin, OwnerId, Phone, Rca, Region},
};
use serde::{Deserialize, Serialize};

use crate::ports::{AddressRecord, DwellingRecord, OwnerRecord, PersonRecord, Represented};

/// A question: where it is asked and what the answer is.
pub trait Question: Serialize {
    /// The path below the address of the registers.
    const PATH: &'static str;
    /// Which register answers.
    const REGISTER: &'static str;
    /// What it answers.
    type Answer: for<'de> Deserialize<'de>;
}

macro_rules! question {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)+ } $path:literal, $register:literal => $(#[$answer_doc:meta])* $answer:ident { $(#[$part_doc:meta])* $part:ident: $answered:ty }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name { $($(#[$field_doc])* pub $field: $type,)+ }

        $(#[$answer_doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub struct $answer {
            $(#[$part_doc])*
            #[serde(deserialize_with = "Deserialize::deserialize")]
            pub $part: $answered,
        }

        impl Question for $name {
            const PATH: &'static str = $path;
            const REGISTER: &'static str = $register;
            type Answer = $answer;
        }
    };
}

question! {
    /// Who has this number?
    PersonByNumber {
        /// Number.
        iin: Iin,
    }
    "/v1/population/person", "population register" =>
    /// A person, or none.
    PersonFound {
        /// `null` where nobody has the number.
        person: Option<Person>
    }
}

question! {
    /// Which address has this code?
    AddressByCode {
        /// Code.
        rca: Rca,
    }
    "/v1/addresses/address", "address register" =>
    /// An address, or none.
    AddressFound {
        /// `null` where no address has the code.
        address: Option<Address>
    }
}

question! {
    /// Which addresses contain these words?
    AddressSearch {
        /// Words in any language and any order.
        text: String,
        /// Only of this region.
        region: Option<Region>,
        /// At most so many.
        limit: u32,
    }
    "/v1/addresses/search", "address register" =>
    /// Addresses.
    AddressesFound {
        /// The best first.
        addresses: Vec<Address>
    }
}

question! {
    /// Which dwelling is at this address?
    DwellingByCode {
        /// Code of the address.
        rca: Rca,
    }
    "/v1/real-estate/dwelling", "real-estate register" =>
    /// A dwelling, or none.
    DwellingFound {
        /// `null` where there is none.
        dwelling: Option<Dwelling>
    }
}

question! {
    /// What does this owner have at least a share of?
    OwnedBy {
        /// IIN or BIN.
        owner: OwnerId,
    }
    "/v1/real-estate/owned", "real-estate register" =>
    /// Codes of addresses.
    Owned {
        /// In no order.
        rcas: Vec<Rca>
    }
}

question! {
    /// Whom does the agreement on state rental housing list?
    AgreementByCode {
        /// Code of the address.
        rca: Rca,
    }
    "/v1/tenancies/listed", "register of tenancies" =>
    /// People, or no agreement.
    Listed {
        /// `null` where there is no agreement.
        listed: Option<Vec<Iin>>
    }
}

question! {
    /// Which telephone does this person or organisation have?
    PhoneOf {
        /// IIN or BIN.
        holder: OwnerId,
    }
    "/v1/mobile-base/phone", "Mobile Citizens Database" =>
    /// A telephone, or none.
    PhoneFound {
        /// `+7…`; `null` where there is none.
        phone: Option<Phone>
    }
}

question! {
    /// Whose telephone is this?
    HoldersOf {
        /// `+7…`.
        phone: Phone,
    }
    "/v1/mobile-base/holders", "Mobile Citizens Database" =>
    /// People and organisations.
    Holders {
        /// IINs and BINs.
        holders: Vec<OwnerId>
    }
}

/// A person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Number.
    pub iin: Iin,
    /// Surname, given name and patronymic.
    pub name: String,
    /// Date of birth.
    pub born: NaiveDate,
    /// Citizenship.
    pub citizenship: Citizenship,
    /// Legal capacity.
    pub capacity: Capacity,
    /// The permanent address.
    pub permanent_address: Option<AddressText>,
    /// Whether a valid national digital signature is issued.
    pub has_eds: bool,
    /// Children and wards.
    pub represents: Vec<Represents>,
}

/// Somebody whom a person may represent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Represents {
    /// Whom.
    pub iin: Iin,
    /// As what.
    #[serde(rename = "as")]
    pub as_: Relation,
}

/// An address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// Code.
    pub rca: Rca,
    /// First two digits of KATO.
    pub region: Region,
    /// As written in each language.
    pub text: AddressText,
    /// Kind of the dwelling.
    pub kind: DwellingKind,
}

/// A dwelling.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dwelling {
    /// Code of its address.
    pub rca: Rca,
    /// Kind.
    pub kind: DwellingKind,
    /// By which right it is lived in.
    pub tenure: Tenure,
    /// Whether the building is commissioned and has a title.
    pub commissioned: bool,
    /// Useful area in hundredths of a square metre.
    pub area_dm2: u32,
    /// How many people are registered there now.
    pub registered_people: u32,
    /// IINs and BINs.
    pub owners: Vec<OwnerId>,
    /// For whom the administration of an institution has filed.
    pub institution_applied_for: Vec<Iin>,
}

/// A residence to be entered by `PUT /v1/residences/{application}`; the same application again
/// changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Residence {
    /// Who lives there.
    pub iin: Iin,
    /// Where.
    pub rca: Rca,
    /// Permanent or temporary.
    pub service: Service,
    /// First day.
    pub from: NaiveDate,
    /// Last day of a temporary one.
    pub until: Option<NaiveDate>,
}

impl From<PersonRecord> for Person {
    fn from(record: PersonRecord) -> Self {
        Self {
            iin: record.iin,
            name: record.name,
            born: record.born,
            citizenship: record.citizenship,
            capacity: record.capacity,
            permanent_address: record.permanent_address,
            has_eds: record.has_eds,
            represents: record
                .represents
                .iter()
                .map(|&Represented { iin, as_ }| Represents { iin, as_ })
                .collect(),
        }
    }
}

impl From<Person> for PersonRecord {
    fn from(person: Person) -> Self {
        Self {
            iin: person.iin,
            name: person.name,
            born: person.born,
            citizenship: person.citizenship,
            capacity: person.capacity,
            permanent_address: person.permanent_address,
            has_eds: person.has_eds,
            represents: person
                .represents
                .iter()
                .map(|&Represents { iin, as_ }| Represented { iin, as_ })
                .collect(),
        }
    }
}

impl From<AddressRecord> for Address {
    fn from(record: AddressRecord) -> Self {
        Self {
            rca: record.rca,
            region: record.region,
            text: record.text,
            kind: record.kind,
        }
    }
}

impl From<Address> for AddressRecord {
    fn from(address: Address) -> Self {
        Self {
            rca: address.rca,
            region: address.region,
            text: address.text,
            kind: address.kind,
        }
    }
}

impl From<DwellingRecord> for Dwelling {
    fn from(record: DwellingRecord) -> Self {
        Self {
            rca: record.rca,
            kind: record.kind,
            tenure: record.tenure,
            commissioned: record.commissioned,
            area_dm2: record.area_dm2,
            registered_people: record.registered_people,
            owners: record.owners.iter().map(|known| known.owner).collect(),
            institution_applied_for: record.institution_applied_for,
        }
    }
}

impl From<Dwelling> for DwellingRecord {
    fn from(dwelling: Dwelling) -> Self {
        Self {
            rca: dwelling.rca,
            kind: dwelling.kind,
            tenure: dwelling.tenure,
            commissioned: dwelling.commissioned,
            area_dm2: dwelling.area_dm2,
            registered_people: dwelling.registered_people,
            owners: dwelling
                .owners
                .iter()
                .map(|&owner| OwnerRecord { owner })
                .collect(),
            institution_applied_for: dwelling.institution_applied_for,
        }
    }
}
