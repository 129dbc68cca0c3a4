use chrono::{DateTime, Utc};
use registration::{application::ApplicationNumber, identifiers::Iin};
use wire::{ProblemCode, RuleInWords, StaffApplicationRequest, StaffApplicationView};
use words::{format::local_date, server::Word};

use super::{list_looks::LOOKS, role::expect};
use crate::{
    app::App,
    error::ApiError,
    ports::store::{Actor, Change, Effect, Role, Staff},
    usecases::{
        advance::load, announce::notify, sentence::sentence, show_application::expect_applicant,
        view::application_view,
    },
};

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
