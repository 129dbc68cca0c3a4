use registration::{
    Capacity, Citizenship, Ownership, Reason, Relation, RelationToOwner, Service,
    identifiers::{Bin, Iin, Phone},
};
use serde::{Deserialize, Serialize};
use wire::{StaffRole, Texts};

use super::certificates::Fault;

/// `sandbox/people.toml` as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PeopleFile {
    pub(super) person: Vec<PersonEntry>,
    pub(super) organisation: Vec<OrganisationEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonEntry {
    pub(super) key: String,
    pub(super) iin: Iin,
    pub(super) name: String,
    pub(super) age: u8,
    pub(super) phone: Option<Phone>,
    #[serde(default)]
    pub(super) eds: bool,
    pub(super) certificate: Option<Fault>,
    #[serde(default = "citizen")]
    pub(super) citizenship: Citizenship,
    #[serde(default = "full_capacity")]
    pub(super) capacity: Capacity,
    pub(super) lives: Option<String>,
    #[serde(default)]
    pub(super) represents: Vec<RepresentsEntry>,
    pub(super) group: Group,
    #[serde(default)]
    pub(super) shows: Vec<String>,
    #[serde(default)]
    pub(super) later: Vec<String>,
    #[serde(rename = "try")]
    pub(super) hint: Texts,
    pub(super) journey: Option<JourneyEntry>,
    pub(super) role: Option<RoleEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RepresentsEntry {
    pub(super) person: String,
    #[serde(rename = "as")]
    pub(super) relation: Relation,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct JourneyEntry {
    pub(super) service: Service,
    pub(super) months: Option<i32>,
    pub(super) reason: Option<Reason>,
    pub(super) subject: Option<String>,
    pub(super) dwelling: String,
    pub(super) ownership: Ownership,
    #[serde(default)]
    pub(super) state_rental: bool,
    pub(super) owner: Option<String>,
    pub(super) relation_to_owner: Option<RelationToOwner>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RoleEntry {
    pub(super) is: StaffRole,
    pub(super) office: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OrganisationEntry {
    pub(super) key: String,
    pub(super) bin: Bin,
    pub(super) name: Texts,
    pub(super) phone: Phone,
}

/// Under which heading a person stands on the sandbox page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Own a dwelling alone.
    Owners,
    /// Own a share.
    CoOwners,
    /// Rent, with the landlords.
    Tenants,
    /// Children and those who act for them.
    Children,
    /// Wards, guardians, and owners whom the law protects.
    Wards,
    /// Rent from the state.
    StateRental,
    /// Live in a dormitory.
    Dormitory,
    /// Register in Astana, where the norm of area binds.
    Astana,
    /// Lack a telephone in the Mobile Citizens Database.
    Signing,
    /// Citizens of other countries.
    Foreigners,
    /// Work with the service.
    Staff,
}

fn citizen() -> Citizenship {
    Citizenship::Citizen
}

fn full_capacity() -> Capacity {
    Capacity::Full
}
