use axum::{Json, extract::State};
use registration::{
    application::AddressText,
    identifiers::{Bin, Iin, OwnerId, Phone, Rca},
};
use serde::Serialize;
use wire::{StaffRole, Texts};

use super::journey::JourneyBody;
use crate::{
    adapters::sandbox::{Group, Sandbox, SandboxPerson, World},
    ports::store::Role,
};

/// Everybody to try, in the order of the file.
#[derive(Clone, Debug, Serialize)]
pub(super) struct PeopleBody {
    people: Vec<PersonBody>,
    organisations: Vec<OrganisationBody>,
}

/// A person to try.
#[derive(Clone, Debug, Serialize)]
pub(super) struct PersonBody {
    /// Names the person in `sandbox/people.toml`.
    key: String,
    iin: Iin,
    name: String,
    /// Whole years.
    age: u8,
    /// Absent from the Mobile Citizens Database where it is null.
    phone: Option<Phone>,
    /// Whether a national digital signature is issued.
    eds: bool,
    group: Group,
    /// The role that the person has in the service, at `/staff`.
    role: Option<StaffRole>,
    /// What to try.
    #[serde(rename = "try")]
    hint: Texts,
    /// Rules that the verdict names when the journey's answers are given.
    shows: Vec<String>,
    /// Rules that come into play after filing.
    later: Vec<String>,
    /// Dwellings that the person owns or has a share of.
    dwellings: Vec<DwellingBody>,
    /// The answers to give; absent for people who only own or are only registered by others.
    journey: Option<JourneyBody>,
}

/// An organisation that owns dwellings.
#[derive(Clone, Debug, Serialize)]
pub(super) struct OrganisationBody {
    bin: Bin,
    name: Texts,
    /// The duty telephone.
    phone: Phone,
    dwellings: Vec<DwellingBody>,
}

/// A dwelling of somebody.
#[derive(Clone, Debug, Serialize)]
pub(super) struct DwellingBody {
    rca: Rca,
    address: AddressText,
}

/// Everybody who can be tried.
pub(super) async fn people(State(sandbox): State<Sandbox>) -> Json<PeopleBody> {
    Json(PeopleBody::of(sandbox.world()))
}

impl PeopleBody {
    pub(super) fn of(world: &World) -> Self {
        let organisations = world
            .organisations
            .iter()
            .map(|organisation| OrganisationBody {
                bin: organisation.bin,
                name: organisation.name.clone(),
                phone: organisation.phone,
                dwellings: dwellings(world, OwnerId::Organisation(organisation.bin)),
            });
        Self {
            people: world
                .people
                .iter()
                .map(|person| PersonBody::of(world, person))
                .collect(),
            organisations: organisations.collect(),
        }
    }
}

impl PersonBody {
    fn of(world: &World, person: &SandboxPerson) -> Self {
        Self {
            key: person.key.clone(),
            iin: person.iin,
            name: person.name.clone(),
            age: person.age,
            phone: person.phone,
            eds: person.has_eds,
            group: person.group,
            role: person.role.as_ref().map(|staff| role(staff.role)),
            hint: person.hint.clone(),
            shows: person.shows.clone(),
            later: person.later.clone(),
            dwellings: dwellings(world, OwnerId::Person(person.iin)),
            journey: person
                .journey
                .as_ref()
                .and_then(|answers| JourneyBody::of(world, answers)),
        }
    }
}

fn role(role: Role) -> StaffRole {
    match role {
        Role::Operator => StaffRole::Operator,
        Role::Auditor => StaffRole::Auditor,
    }
}

fn dwellings(world: &World, owner: OwnerId) -> Vec<DwellingBody> {
    let owned = world
        .dwellings
        .iter()
        .filter(|dwelling| dwelling.owners.contains(&owner));
    owned
        .map(|dwelling| DwellingBody {
            rca: dwelling.rca,
            address: dwelling.text.clone(),
        })
        .collect()
}
