use registration::{
    application::{ApplicationNumber, withdraw},
    identifiers::Iin,
};

use super::advance::advance_by_applicant;
use crate::{
    app::App,
    error::ApiError,
    http::{Reply, Slot},
};

/// Takes an application back, as long as it is not signed.
pub async fn withdraw_application(
    app: &App,
    applicant: Iin,
    number: ApplicationNumber,
    slot: Slot,
) -> Result<Reply, ApiError> {
    advance_by_applicant(app, applicant, number, slot, "withdraw", withdraw).await
}
