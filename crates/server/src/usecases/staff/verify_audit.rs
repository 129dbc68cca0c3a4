use registration::identifiers::Iin;
use wire::{AuditDayView, AuditVerified, ProblemCode};

use super::{note::note, role::expect};
use crate::{
    app::App,
    error::ApiError,
    ports::store::{Role, StoreError},
};

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
