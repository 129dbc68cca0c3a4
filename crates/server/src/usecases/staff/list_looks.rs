use registration::{application::ApplicationNumber, identifiers::Iin};
use wire::{LookView, Looks};

use super::role::role;
use crate::{
    app::App,
    error::ApiError,
    ports::store::Look,
    usecases::{advance::load, show_application::expect_applicant},
};

/// How many looks at an application are read at once, and how many its applicant is shown.
pub(super) const LOOKS: u32 = 100;

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
