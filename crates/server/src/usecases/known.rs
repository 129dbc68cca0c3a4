//! What the registers know, as facts for the policy.

use chrono::NaiveDate;
use registration::{
    Filing, KnownApplicant, KnownDwelling, KnownSubject, Ownership, Relation, SubjectChoice,
    Tenure, facts,
    identifiers::{Iin, OwnerId, Rca},
};
use rules::{Facts, Outline};
use wire::ProblemCode;

use crate::{
    app::App,
    error::ApiError,
    ports::{AddressRecord, DwellingRecord, PersonRecord},
};

/// The age from which a person is not a minor (Civil Code, art. 17).
const ADULT_YEARS: u8 = 18;

/// The person who is signed in.
pub(crate) async fn person(app: &App, iin: Iin) -> Result<PersonRecord, ApiError> {
    app.outside
        .population
        .person(iin)
        .await?
        .ok_or_else(|| ApiError::new(ProblemCode::SignInNeeded))
}

/// What is known of a person as an applicant.
pub(super) async fn applicant(
    app: &App,
    person: &PersonRecord,
) -> Result<KnownApplicant, ApiError> {
    let phone = app
        .outside
        .mobile_base
        .phone(OwnerId::Person(person.iin))
        .await?;
    Ok(KnownApplicant {
        has_eds: Some(person.has_eds),
        phone_in_mobile_base: Some(phone.is_some()),
    })
}

/// A person who is to be registered.
pub(super) struct Subject {
    pub(super) person: PersonRecord,
    pub(super) known: KnownSubject,
}

/// The person whom an applicant chose: the applicant, or somebody whom the register lets the
/// applicant represent.
pub(super) async fn subject(
    app: &App,
    applicant: &PersonRecord,
    choice: SubjectChoice,
    on: NaiveDate,
) -> Result<Subject, ApiError> {
    let not_yours = || ApiError::new(ProblemCode::SubjectNotYours);
    let (person, relation) = match choice {
        SubjectChoice::Person(iin) if iin != applicant.iin => {
            let link = applicant.represents.iter().find(|link| link.iin == iin);
            let relation = link.ok_or_else(not_yours)?.as_;
            let person = app
                .outside
                .population
                .person(iin)
                .await?
                .ok_or_else(not_yours)?;
            (person, relation)
        }
        SubjectChoice::Myself | SubjectChoice::Person(_) => (applicant.clone(), Relation::Myself),
    };
    let open = app.store.open_application(person.iin).await?;
    let known = KnownSubject {
        age: Some(person.age(on)),
        citizenship: Some(person.citizenship),
        capacity: Some(person.capacity),
        relation: Some(relation),
        open_application: Some(open.is_some()),
    };
    Ok(Subject { person, known })
}

/// All that is known of a filing.
pub(crate) struct Filed {
    pub(super) subject: Subject,
    pub(super) dwelling: Dwelling,
    /// The facts that follow.
    pub(crate) facts: Facts,
}

/// Holds a filing against the registers.
pub(crate) async fn filed(
    app: &App,
    outline: Outline<'_>,
    applicant: &PersonRecord,
    filing: &Filing,
    on: NaiveDate,
) -> Result<Filed, ApiError> {
    let subject = subject(app, applicant, filing.subject, on).await?;
    let known_applicant = self::applicant(app, applicant).await?;
    let claim = Claim {
        rca: filing.rca,
        ownership: filing.ownership,
        owner: filing.owner,
        state_rental: filing.state_rental,
    };
    let dwelling = dwelling(app, applicant.iin, subject.person.iin, claim, on).await?;
    let facts = facts(
        outline,
        &filing.answers(),
        &subject.known,
        &known_applicant,
        &dwelling.known,
    );
    Ok(Filed {
        subject,
        dwelling,
        facts,
    })
}

/// What an applicant says of a dwelling.
#[derive(Clone, Copy, Debug)]
pub(super) struct Claim {
    pub(super) rca: Rca,
    pub(super) ownership: Ownership,
    pub(super) owner: Option<OwnerId>,
    pub(super) state_rental: bool,
}

/// A dwelling as the server knows it. Not all of it may be told.
pub(super) struct Dwelling {
    /// Where it is and who owns it; absent where the claim does not fit.
    pub(super) found: Option<(AddressRecord, DwellingRecord)>,
    /// Facts for the server's own verdict.
    pub(super) known: KnownDwelling,
}

/// Holds a claim against the registers. A claim that does not fit gives the same facts whatever is
/// wrong with it, so that nobody learns more of an owner than what they typed.
pub(super) async fn dwelling(
    app: &App,
    applicant: Iin,
    subject: Iin,
    claim: Claim,
    on: NaiveDate,
) -> Result<Dwelling, ApiError> {
    let address = app.outside.addresses.address(claim.rca).await?;
    let record = app.outside.real_estate.dwelling(claim.rca).await?;
    let Some((address, record)) = address
        .zip(record)
        .filter(|(_, record)| fits(record, applicant, claim))
    else {
        // Who owns it is not looked at, so nothing about its owners stands in the way.
        let known = KnownDwelling {
            found: Some(false),
            owner_minor: Some(false),
            owner_limited: Some(false),
            ..KnownDwelling::default()
        };
        return Ok(Dwelling { found: None, known });
    };
    let (owner_minor, owner_limited) = protected(app, &record, on).await?;
    let subject_listed = if record.tenure == Tenure::StateRental {
        let listed = app.outside.tenancies.listed(claim.rca).await?;
        Some(listed.is_some_and(|listed| listed.contains(&subject)))
    } else {
        None
    };
    let known = KnownDwelling {
        found: Some(true),
        ownership: Some(ownership(&record, applicant)),
        tenure: Some(record.tenure),
        kind: Some(record.kind),
        institution_applies: Some(record.institution_applied_for.contains(&subject)),
        commissioned: Some(record.commissioned),
        region: Some(address.region),
        area_per_person_dm2: Some(record.area_dm2 / record.registered_people.saturating_add(1)),
        owner_minor,
        owner_limited,
        subject_listed,
    };
    Ok(Dwelling {
        found: Some((address, record)),
        known,
    })
}

fn fits(record: &DwellingRecord, applicant: Iin, claim: Claim) -> bool {
    let owns = |owner| record.owners.iter().any(|known| known.owner == owner);
    match claim.ownership {
        Ownership::Sole | Ownership::Shared => owns(OwnerId::Person(applicant)),
        Ownership::None if claim.state_rental => record.tenure == Tenure::StateRental,
        Ownership::None => claim.owner.is_some_and(owns),
    }
}

/// What a person owns of a dwelling, whatever they say.
pub(super) fn ownership(record: &DwellingRecord, person: Iin) -> Ownership {
    let person = OwnerId::Person(person);
    if !record.owners.iter().any(|known| known.owner == person) {
        Ownership::None
    } else if record.owners.iter().all(|known| known.owner == person) {
        Ownership::Sole
    } else {
        Ownership::Shared
    }
}

/// Whether any owner is a minor, and whether any has limited capacity. An owner whom the
/// population register does not know leaves both open, unless another owner settles them.
async fn protected(
    app: &App,
    record: &DwellingRecord,
    on: NaiveDate,
) -> Result<(Option<bool>, Option<bool>), ApiError> {
    let (mut minor, mut limited) = (Some(false), Some(false));
    for owner in &record.owners {
        let OwnerId::Person(iin) = owner.owner else {
            continue;
        };
        match app.outside.population.person(iin).await? {
            Some(person) => {
                if person.age(on) < ADULT_YEARS {
                    minor = Some(true);
                }
                if person.capacity != registration::Capacity::Full {
                    limited = Some(true);
                }
            }
            None => {
                minor = minor.filter(|minor| *minor);
                limited = limited.filter(|limited| *limited);
            }
        }
    }
    Ok((minor, limited))
}
