use registration::{
    Answers, DeclaredDwelling, KnownDwelling, Ownership, Tenure, facts, identifiers::Iin,
};
use wire::{DwellingCheck, DwellingChecked, verdict_body};
use words::format::local_date;

use super::{
    ask_about_dwelling::ask_about_dwelling,
    known::{self, Claim},
};
use crate::{
    app::App,
    error::{ApiError, Fault, FieldFault},
};

/// Holds what an applicant says of a dwelling against the registers, and tells as little as the
/// next question needs.
pub async fn check_dwelling(
    app: &App,
    applicant: Iin,
    check: DwellingCheck,
) -> Result<DwellingChecked, ApiError> {
    let now = app.now();
    let on = local_date(now);
    if check.ownership == Ownership::None && !check.state_rental && check.owner.is_none() {
        return Err(ApiError::fields(vec![FieldFault::new(
            "owner",
            Fault::Missing,
        )]));
    }
    let (rca, owner, rented) = (check.rca, check.owner, check.state_rental);
    ask_about_dwelling(app, applicant, rca, owner, rented, now).await?;
    let person = known::person(app, applicant).await?;
    let subject = known::subject(app, &person, check.subject, on).await?;
    let known_applicant = known::applicant(app, &person).await?;
    let claim = Claim {
        rca: check.rca,
        ownership: check.ownership,
        owner: check.owner,
        state_rental: check.state_rental,
    };
    let dwelling = known::dwelling(app, applicant, subject.person.iin, claim, on).await?;
    let answers = Answers {
        service: Some(check.service),
        months: check.months,
        subject: Some(check.subject),
        ownership: Some(check.ownership),
        rca: Some(check.rca),
        owner: check.owner,
        declared_dwelling: DeclaredDwelling {
            tenure: check.state_rental.then_some(Tenure::StateRental),
            ..DeclaredDwelling::default()
        },
        ..Answers::default()
    };
    let law = app.laws.current().on(on)?;
    let judge = |dwelling: &KnownDwelling| {
        let facts = facts(
            law.outline(),
            &answers,
            &subject.known,
            &known_applicant,
            dwelling,
        );
        law.verdict(&facts)
    };
    if dwelling.found.is_none() {
        let verdict = judge(&dwelling.known)?;
        let known = KnownDwelling {
            found: Some(false),
            ..KnownDwelling::default()
        };
        return Ok(DwellingChecked {
            known,
            decided: Some(verdict_body(&law, &verdict)),
        });
    }
    let whole = judge(&dwelling.known)?;
    let mut told = dwelling.known;
    let area = told.area_per_person_dm2.take();
    // The area per person is told only where the verdict asks for it.
    if judge(&told)? != whole {
        told.area_per_person_dm2 = area;
    }
    let protected = told.owner_minor != Some(false) || told.owner_limited != Some(false);
    if !protected {
        return Ok(DwellingChecked {
            known: told,
            decided: None,
        });
    }
    // Which of the two it is, and of whom, is not for the applicant.
    told.owner_minor = None;
    told.owner_limited = None;
    Ok(DwellingChecked {
        known: told,
        decided: Some(verdict_body(&law, &whole)),
    })
}
