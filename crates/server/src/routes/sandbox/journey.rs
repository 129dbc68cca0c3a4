use registration::{
    Answers, Ownership, Reason, RelationToOwner, Service, SubjectChoice, Tenure,
    application::AddressText,
    identifiers::{Iin, OwnerId, Rca},
};
use serde::Serialize;
use wire::Texts;
use words::{Lang, common, fill};

use crate::adapters::sandbox::World;

/// The answers that show what a person is there for, with everything that has to be typed.
#[derive(Clone, Debug, Serialize)]
pub(super) struct JourneyBody {
    service: Service,
    /// Term of a temporary registration, in months.
    months: Option<i32>,
    /// The same in words.
    term: Option<Texts>,
    /// Reason of a permanent one.
    reason: Option<Reason>,
    /// Who is registered, where it is not the applicant.
    subject: Option<SubjectBody>,
    ownership: Ownership,
    /// Rented from the state: answered instead of the ownership.
    state_rental: bool,
    rca: Rca,
    address: AddressText,
    /// Whose number is typed.
    owner: Option<OwnerBody>,
    relation_to_owner: Option<RelationToOwner>,
}

/// A child or ward.
#[derive(Clone, Debug, Serialize)]
pub(super) struct SubjectBody {
    iin: Iin,
    name: String,
}

/// An owner to be typed.
#[derive(Clone, Debug, Serialize)]
pub(super) struct OwnerBody {
    /// IIN or BIN.
    id: OwnerId,
    name: Texts,
}

impl JourneyBody {
    pub(super) fn of(world: &World, answers: &Answers) -> Option<Self> {
        let dwelling = world.dwelling(answers.rca?)?;
        let subject = match answers.subject? {
            SubjectChoice::Myself => None,
            SubjectChoice::Person(iin) => {
                let name = world.person(iin)?.name.clone();
                Some(SubjectBody { iin, name })
            }
        };
        Some(Self {
            service: answers.service?,
            months: answers.months,
            term: answers.months.map(term),
            reason: answers.reason,
            subject,
            ownership: answers.ownership?,
            state_rental: answers.declared_dwelling.tenure == Some(Tenure::StateRental),
            rca: dwelling.rca,
            address: dwelling.text.clone(),
            owner: answers.owner.map(|id| OwnerBody {
                id,
                name: owner_name(world, id),
            }),
            relation_to_owner: answers.relation_to_owner,
        })
    }
}

fn owner_name(world: &World, owner: OwnerId) -> Texts {
    match owner {
        OwnerId::Person(iin) => {
            let name = world
                .person(iin)
                .map(|person| person.name.clone())
                .unwrap_or_default();
            Texts {
                kk: name.clone(),
                ru: name.clone(),
                en: name,
            }
        }
        OwnerId::Organisation(bin) => world
            .organisation(bin)
            .map(|other| other.name.clone())
            .unwrap_or_default(),
    }
}

fn term(months: i32) -> Texts {
    let text = |lang| {
        let n = u64::from(months.unsigned_abs());
        let phrase = common::counted(lang, common::Counted::Months, n);
        fill(phrase, &[("n", &months.to_string())])
    };
    Texts {
        kk: text(Lang::Kk),
        ru: text(Lang::Ru),
        en: text(Lang::En),
    }
}
