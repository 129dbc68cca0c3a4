use std::collections::HashSet;

use chrono::{DateTime, Utc};
use registration::{
    ConsentNeeded, Filing, Outcome, Verdict,
    application::{NewApplication, NewConsent, Party, Refusal, file},
    identifiers::{Iin, OwnerId},
};
use wire::{FileRequest, ProblemCode, verdict_body};
use words::format::local_date;

use super::{
    announce::announce,
    ask_about_dwelling::ask_about_dwelling,
    known::{self, Filed},
    view::application_view,
};
use crate::{
    app::App,
    draw,
    error::{ApiError, Fault, FieldFault},
    http::{Reply, Slot},
    metrics::METRICS,
    ports::{
        AddressRecord, DwellingRecord,
        store::{Actor, Change, ConsentTerm, Effect, StoreError, StoredApplication, Version},
    },
};

/// How often a change that somebody else was quicker than is decided again.
const ATTEMPTS: u32 = 5;

/// Files an application. The verdict is made here from the registers; what the request says of it,
/// or of facts that registers know, is passed over.
pub async fn file_application(
    app: &App,
    applicant: Iin,
    request: FileRequest,
    slot: Slot,
) -> Result<Reply, ApiError> {
    let filing = Filing::parse(&request.answers).map_err(|missing| {
        let fault = |question: registration::Question| {
            FieldFault::new(format!("answers.{}", question.symbol()), Fault::Missing)
        };
        ApiError::fields(missing.into_iter().map(fault).collect())
    })?;
    let (rca, owner, rented) = (filing.rca, filing.owner, filing.state_rental);
    ask_about_dwelling(app, applicant, rca, owner, rented, app.now()).await?;
    for _ in 0..ATTEMPTS {
        let now = app.now();
        let new = draft(app, applicant, &filing, request.lang, now).await?;
        let minutes = new.consent_minutes;
        let transition = file(new, now).map_err(|refusal| match refusal {
            Refusal::Verdict(verdict) => ApiError::internal(format!("not online: {verdict:?}")),
            Refusal::NobodyToAsk | Refusal::TooManyOwners => {
                ApiError::internal(format!("{refusal:?}"))
            }
        })?;
        let application = transition.application;
        let term = match &application.state {
            registration::application::State::AwaitingConsent { until } => Some(ConsentTerm {
                until: *until,
                minutes,
            }),
            _ => None,
        };
        let stored = StoredApplication {
            application,
            version: Version(1),
            changed_at: now,
            events: transition.events,
            term,
        };
        let kept = slot.keep(201, &application_view(app, &stored, now)?)?;
        let mut effects = vec![Effect::File {
            application: Box::new(stored.application.clone()),
            events: stored.events.clone(),
            term,
        }];
        effects.extend(announce(app, &stored, &stored.events, now)?);
        let change = Change::new(now, effects)
            .audited(Actor::Person(applicant), "file", stored.application.number)
            .answered(kept.clone());
        match app.commit(change).await {
            Ok(()) => {
                METRICS.filed();
                return Ok(kept.into());
            }
            // Somebody filed for the same person, or drew the same number: look again.
            Err(StoreError::SubjectBusy | StoreError::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(ApiError::internal(StoreError::Conflict))
}

/// Everything a new application is made of, if the verdict is "online".
async fn draft(
    app: &App,
    applicant: Iin,
    filing: &Filing,
    lang: words::Lang,
    now: DateTime<Utc>,
) -> Result<NewApplication, ApiError> {
    let on = local_date(now);
    let person = known::person(app, applicant).await?;
    let edition = app.laws.current();
    let law = edition.on(on)?;
    let Filed {
        subject,
        dwelling,
        facts,
    } = known::filed(app, law.outline(), &person, filing, on).await?;
    let verdict = law.verdict(&facts)?;
    if verdict.outcome == Outcome::Unknown
        && verdict
            .missing
            .iter()
            .any(|fact| fact == "subject.relation_to_owner")
    {
        let fault = FieldFault::new("answers.relation_to_owner", Fault::Missing);
        return Err(ApiError::fields(vec![fault]));
    }
    let (Outcome::Online, Some((address, record))) = (verdict.outcome, dwelling.found) else {
        return Err(ApiError::not_eligible(verdict_body(&law, &verdict)));
    };
    let AddressRecord { text, region, .. } = address;
    Ok(NewApplication {
        number: draw::number(&*app.outside.randomness, now)?,
        lang,
        filing: filing.clone(),
        applicant: Party {
            iin: applicant,
            name: person.name,
        },
        subject: Party {
            iin: subject.person.iin,
            name: subject.person.name,
        },
        address: text,
        region,
        consents: consents(app, &verdict, &record, applicant).await?,
        verdict,
        policy_version: law.outline().version().to_owned(),
        consent_minutes: edition.law().consent_minutes(on)?,
    })
}

/// Everybody whom the verdict makes agree, each with digits that no other request to the same
/// owner has.
async fn consents(
    app: &App,
    verdict: &Verdict,
    record: &DwellingRecord,
    applicant: Iin,
) -> Result<Vec<NewConsent>, ApiError> {
    let owners = record.owners.iter().map(|record| record.owner);
    let asked: Vec<OwnerId> = match verdict.consent {
        Some(ConsentNeeded::AllOwners) => owners.collect(),
        Some(ConsentNeeded::CoOwners) => owners
            .filter(|owner| *owner != OwnerId::Person(applicant))
            .collect(),
        Some(ConsentNeeded::None) | None => Vec::new(),
    };
    let mut taken = HashSet::new();
    let mut consents = Vec::with_capacity(asked.len());
    for owner in asked {
        let before = app
            .store
            .consents_of(owner, super::receive_sms::REMEMBERED)
            .await?;
        taken.extend(before.iter().map(|consent| consent.reply_code));
        let reply_code = loop {
            let drawn = draw::reply_code(&*app.outside.randomness)?;
            if taken.insert(drawn) {
                break drawn;
            }
            if taken.len() >= 8000 {
                return Err(ApiError::new(ProblemCode::TooManyRequests));
            }
        };
        consents.push(NewConsent { owner, reply_code });
    }
    Ok(consents)
}
