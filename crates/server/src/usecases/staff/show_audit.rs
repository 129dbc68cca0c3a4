use chrono::{DateTime, Utc};
use registration::{application::ApplicationNumber, identifiers::Iin};
use wire::{AuditLineView, AuditLines};

use super::{note::note, role::expect};
use crate::{
    app::App,
    error::ApiError,
    ports::store::{AuditLine, Role},
};

/// How many lines of the audit log are shown at once.
const LINES: u32 = 200;

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
