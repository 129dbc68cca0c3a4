use registration::identifiers::Iin;
use wire::{ProblemCode, StaffRole};

use crate::{
    app::App,
    error::ApiError,
    ports::store::{Role, Staff},
};

/// The role of a person and where they have it.
///
/// # Errors
/// `forbidden` where they have none.
pub(super) async fn staff(app: &App, iin: Iin) -> Result<Staff, ApiError> {
    let found = app.store.staff(iin).await?;
    found.ok_or_else(|| ApiError::new(ProblemCode::Forbidden))
}

/// The same, where it is the role that is needed.
///
/// # Errors
/// `forbidden` where it is another one, or none.
pub(super) async fn expect(app: &App, iin: Iin, needed: Role) -> Result<Staff, ApiError> {
    let staff = staff(app, iin).await?;
    if staff.role == needed {
        Ok(staff)
    } else {
        Err(ApiError::new(ProblemCode::Forbidden))
    }
}

/// A role as it travels.
pub(super) fn role(role: Role) -> StaffRole {
    match role {
        Role::Operator => StaffRole::Operator,
        Role::Auditor => StaffRole::Auditor,
    }
}
