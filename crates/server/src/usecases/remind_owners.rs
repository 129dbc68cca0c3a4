use registration::{
    application::{ApplicationNumber, remind},
    identifiers::Iin,
};

use super::advance::advance_by_applicant;
use crate::{
    app::App,
    error::ApiError,
    http::{Reply, Slot},
};

/// Asks the owners who have not answered once more.
pub async fn remind_owners(
    app: &App,
    applicant: Iin,
    number: ApplicationNumber,
    slot: Slot,
) -> Result<Reply, ApiError> {
    advance_by_applicant(app, applicant, number, slot, "remind", remind).await
}
