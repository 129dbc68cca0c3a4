use registration::{
    KnownApplicant,
    application::{Application, StateName},
    identifiers::OwnerId,
};
use wire::{ProblemCode, SigningWay};
use words::format::local_date;

use crate::{app::App, error::ApiError};

/// The ways of giving a digital signature that this service has.
const DIGITAL: [SigningWay; 2] = [SigningWay::Eds, SigningWay::Qr];

/// In which ways an application can be signed: those that the policy of the day of filing leaves
/// open (R18), as far as this service has them. Whoever was told that they could sign when they
/// filed is not told otherwise by a rule of a later day.
pub(super) fn signing_ways(
    app: &App,
    application: &Application,
) -> Result<Vec<SigningWay>, ApiError> {
    let mut ways = Vec::new();
    if application.state.name() != StateName::AwaitingSignature {
        return Ok(ways);
    }
    let by_code = KnownApplicant {
        has_eds: Some(false),
        phone_in_mobile_base: Some(true),
    };
    if may_sign(app, application, &by_code)? {
        ways.push(SigningWay::Code);
    }
    let digitally = KnownApplicant {
        has_eds: Some(true),
        phone_in_mobile_base: None,
    };
    if app.signatures.is_some() && may_sign(app, application, &digitally)? {
        ways.extend(DIGITAL);
    }
    Ok(ways)
}

/// Refuses a code for an application that waits for its signature, where the policy demands more.
pub(super) fn expect_code_enough(app: &App, application: &Application) -> Result<(), ApiError> {
    if signing_ways(app, application)?.contains(&SigningWay::Code) {
        Ok(())
    } else {
        Err(ApiError::new(ProblemCode::EdsDemanded))
    }
}

/// Refuses a digital signature of somebody of whom the policy demands a telephone besides, and who
/// has none in the Mobile Citizens Database. The register is asked only where it matters.
pub(super) async fn expect_digital_enough(
    app: &App,
    application: &Application,
) -> Result<(), ApiError> {
    let with = |phone| KnownApplicant {
        has_eds: Some(true),
        phone_in_mobile_base: Some(phone),
    };
    if may_sign(app, application, &with(false))? {
        return Ok(());
    }
    let holder = OwnerId::Person(application.applicant.iin);
    let phone = app.outside.mobile_base.phone(holder).await?;
    if may_sign(app, application, &with(phone.is_some()))? {
        Ok(())
    } else {
        Err(ApiError::new(ProblemCode::NoPhone))
    }
}

fn may_sign(
    app: &App,
    application: &Application,
    means: &KnownApplicant,
) -> Result<bool, ApiError> {
    let law = app.laws.current().on(local_date(application.filed_at))?;
    Ok(law.may_sign(application.filing.service.service(), means))
}
