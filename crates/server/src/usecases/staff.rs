//! What the people of the service may see, and what is noted when they look.

use chrono::{DateTime, Utc};
use registration::{application::ApplicationNumber, identifiers::Iin};
use wire::{
    AuditDayView, AuditLineView, AuditLines, AuditVerified, LookView, Looks, ProblemCode,
    RuleInWords, StaffApplicationRequest, StaffApplicationView, StaffRole, StaffSelf,
};

use words::{format::local_date, server::Word};

use super::{
    advance::load, announce::notify, sentence::sentence, show_application::expect_applicant,
    view::application_view,
};
use crate::{
    app::App,
    error::ApiError,
    ports::store::{Actor, AuditLine, Change, Effect, Look, Role, Staff, StoreError},
};

/// How many looks a citizen is shown.
const LOOKS: u32 = 100;
/// How many lines of the audit log are shown at once.
const LINES: u32 = 200;

/// The role of somebody who is signed in.
///
/// # Errors
/// `forbidden` where they have none.
pub async fn staff_self(app: &App, iin: Iin) -> Result<StaffSelf, ApiError> {
    let staff = staff(app, iin).await?;
    Ok(StaffSelf {
        role: role(staff.role),
        office: staff.office,
    })
}

async fn staff(app: &App, iin: Iin) -> Result<Staff, ApiError> {
    let found = app.store.staff(iin).await?;
    found.ok_or_else(|| ApiError::new(ProblemCode::Forbidden))
}

async fn expect(app: &App, iin: Iin, needed: Role) -> Result<Staff, ApiError> {
    let staff = staff(app, iin).await?;
    if staff.role == needed {
        Ok(staff)
    } else {
        Err(ApiError::new(ProblemCode::Forbidden))
    }
}

fn role(role: Role) -> StaffRole {
    match role {
        Role::Operator => StaffRole::Operator,
        Role::Auditor => StaffRole::Auditor,
    }
}

/// An application to an operator who knows its number and its applicant's. The look is in the audit
/// log and in sight of the applicant before the operator sees anything, and they are notified of the
/// first one of an office in a day.
///
/// # Errors
/// `forbidden` for everybody but an operator; `not_found` where number and person do not belong
/// together, which is noted too.
pub async fn show_to_operator(
    app: &App,
    operator: Iin,
    request: StaffApplicationRequest,
) -> Result<StaffApplicationView, ApiError> {
    let by = expect(app, operator, Role::Operator).await?;
    let now = app.now();
    let StaffApplicationRequest { number, iin } = request;
    let found = match load(app, number).await {
        Ok(stored) => expect_applicant(&stored, iin).map(|()| stored),
        Err(error) => Err(error),
    };
    let stored = match found {
        Ok(stored) => stored,
        Err(error) if error.code == ProblemCode::NotFound => {
            let change = Change::new(now, Vec::new());
            let change = change.audited(Actor::Person(operator), "staff_look_failed", number);
            app.store.commit(change).await?;
            return Err(error);
        }
        Err(error) => return Err(error),
    };
    let mut effects = Vec::new();
    if !is_told_today(app, number, &by, now).await? {
        let (named, office) = (number.to_string(), by.office.clone());
        let values = [("number", named.as_str()), ("office", &office)];
        effects.push(notify(
            &stored.application,
            Word::NoticeLooked,
            &values,
            now,
        ));
    }
    effects.push(Effect::Look { number, by });
    let change = Change::new(now, effects);
    let change = change.audited(Actor::Person(operator), "staff_look", number);
    app.store.commit(change).await?;
    let view = application_view(app, &stored, now)?;
    // The numbers of the day of filing: on it, the owners were given their time.
    let on = local_date(view.filed_at);
    let edition = app.laws.current();
    let in_words = |rule: String, message: &str| RuleInWords {
        text: sentence(edition.law(), &rule, message, on),
        rule,
    };
    let cited = view.rules.into_iter();
    Ok(StaffApplicationView {
        number,
        state: view.state,
        service: view.service,
        filed_at: view.filed_at,
        changed_at: stored.changed_at,
        consent_until: view.consent.as_ref().map(|consent| consent.until),
        consent: view.consent.map(|consent| consent.together),
        rules: cited
            .map(|cited| in_words(cited.rule, &cited.message))
            .collect(),
        ended_by: view.ended_by.map(|rule| in_words(rule.clone(), &rule)),
        timeline: view.timeline,
    })
}

/// Whether the applicant has a message of this day about a look from this office: three looks at
/// one counter are one event to them. Two at the same instant may both find none, and send two; a
/// message is written with its look, so nobody is left without one.
async fn is_told_today(
    app: &App,
    number: ApplicationNumber,
    by: &Staff,
    now: DateTime<Utc>,
) -> Result<bool, ApiError> {
    let looks = app.store.looks(number, LOOKS).await?;
    let today = local_date(now);
    Ok(looks
        .iter()
        .any(|look| look.by == *by && local_date(look.at) == today))
}

/// Who looked at an application, to its applicant.
///
/// # Errors
/// `not_found` for everybody else.
pub async fn list_looks(
    app: &App,
    applicant: Iin,
    number: ApplicationNumber,
) -> Result<Looks, ApiError> {
    expect_applicant(&load(app, number).await?, applicant)?;
    let found = app.store.looks(number, LOOKS).await?;
    let look = |Look { at, by }| LookView {
        at,
        role: role(by.role),
        office: by.office,
    };
    Ok(Looks {
        looks: found.into_iter().map(look).collect(),
    })
}

/// Lines of the audit log to an auditor: all, or those about one application.
///
/// # Errors
/// `forbidden` for everybody but an auditor.
pub async fn show_audit(
    app: &App,
    auditor: Iin,
    about: Option<ApplicationNumber>,
    before: Option<DateTime<Utc>>,
) -> Result<AuditLines, ApiError> {
    expect(app, auditor, Role::Auditor).await?;
    note(app, auditor, "read_audit").await?;
    let before =
        before.unwrap_or(DateTime::<Utc>::MAX_UTC.min(app.now() + chrono::Duration::days(1)));
    let found = app.store.audit_lines(about, before, LINES).await?;
    let line = |line: AuditLine| AuditLineView {
        lane: line.lane,
        place: line.place,
        at: line.at,
        actor: line.actor,
        action: line.action,
        object: line.object,
        digest: line.digest.hex(),
    };
    Ok(AuditLines {
        lines: found.into_iter().map(line).collect(),
    })
}

/// Whether the audit log is what was once written, to an auditor.
///
/// # Errors
/// `forbidden` for everybody but an auditor; `too_many_requests` while it is being verified.
pub async fn verify_audit(app: &App, auditor: Iin) -> Result<AuditVerified, ApiError> {
    expect(app, auditor, Role::Auditor).await?;
    // All of it is read, so one verification at a time.
    let Ok(_alone) = app.verifying.try_lock() else {
        return Err(ApiError::new(ProblemCode::TooManyRequests));
    };
    note(app, auditor, "verify_audit").await?;
    match app.store.audit_days().await {
        Ok(days) => Ok(AuditVerified {
            damage: None,
            days: days
                .into_iter()
                .map(|day| AuditDayView {
                    day: day.day,
                    lines: day.lines,
                    root: day.root.hex(),
                })
                .collect(),
        }),
        Err(StoreError::Damaged(what)) => Ok(AuditVerified {
            damage: Some(what),
            days: Vec::new(),
        }),
        Err(error) => Err(error.into()),
    }
}

async fn note(app: &App, iin: Iin, action: &'static str) -> Result<(), ApiError> {
    let change = Change::new(app.now(), Vec::new()).audited(Actor::Person(iin), action, "");
    Ok(app.store.commit(change).await?)
}
