use registration::identifiers::Iin;
use wire::StaffSelf;

use super::role::{role, staff};
use crate::{app::App, error::ApiError};

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
