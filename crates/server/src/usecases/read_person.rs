use chrono::{DateTime, Utc};
use registration::{
    SubjectChoice,
    identifiers::{Iin, OwnerId},
};
use wire::{OwnDwelling, Person, SubjectPerson};
use words::format::local_date;

use super::known;
use crate::{app::App, error::ApiError, ports::PersonRecord};

/// The person who is signed in, with all that need not be asked.
pub async fn read_person(app: &App, iin: Iin, until: DateTime<Utc>) -> Result<Person, ApiError> {
    let person = known::person(app, iin).await?;
    person_view(app, &person, until, app.now()).await
}

pub(super) async fn person_view(
    app: &App,
    person: &PersonRecord,
    session_until: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Person, ApiError> {
    let on = local_date(now);
    let others = person
        .represents
        .iter()
        .map(|link| SubjectChoice::Person(link.iin));
    let mut subjects = Vec::new();
    for choice in [SubjectChoice::Myself].into_iter().chain(others) {
        let subject = known::subject(app, person, choice, on).await?;
        subjects.push(SubjectPerson {
            choice,
            name: subject.person.name,
            known: subject.known,
        });
    }
    let mut dwellings = Vec::new();
    for rca in app
        .outside
        .real_estate
        .owned_by(OwnerId::Person(person.iin))
        .await?
    {
        let address = app.outside.addresses.address(rca).await?;
        let dwelling = app.outside.real_estate.dwelling(rca).await?;
        if let Some((address, dwelling)) = address.zip(dwelling) {
            dwellings.push(OwnDwelling {
                rca,
                text: address.text,
                region: address.region,
                ownership: known::ownership(&dwelling, person.iin),
            });
        }
    }
    Ok(Person {
        iin: person.iin,
        name: person.name.clone(),
        permanent_address: person.permanent_address.clone(),
        applicant: known::applicant(app, person).await?,
        subjects,
        dwellings,
        session_until,
        now,
    })
}
