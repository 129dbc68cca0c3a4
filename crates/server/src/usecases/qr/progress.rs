use std::time::Duration;

use registration::{application::ApplicationNumber, identifiers::Iin};
use wire::{ProblemCode, QrProgress, QrState};
use words::Lang;

use crate::{
    app::App,
    error::ApiError,
    ports::store::{Digest, QrStanding, StoredQr},
    usecases::{advance::load, show_application::expect_applicant},
};

/// How long an answer is held back at most.
const LONGEST: Duration = Duration::from_secs(30);
/// How often the store is asked meanwhile; the telephone may have met another server than this.
const PAUSE: Duration = Duration::from_millis(500);

/// How far the telephone is. While that is `after`, the answer waits for as long as it is asked to.
pub async fn qr_progress(
    app: &App,
    applicant: Iin,
    number: ApplicationNumber,
    token: &str,
    after: Option<QrState>,
    wait: Duration,
    lang: Lang,
) -> Result<QrProgress, ApiError> {
    let stored = load(app, number).await?;
    expect_applicant(&stored, applicant)?;
    let token = Digest::of(token.as_bytes());
    let end = tokio::time::Instant::now() + wait.min(LONGEST);
    loop {
        let qr = app.store.qr(token).await?;
        let qr = qr
            .filter(|qr| qr.number == number)
            .ok_or_else(|| ApiError::new(ProblemCode::NotFound))?;
        let progress = progress(app, &qr, lang);
        if Some(progress.state) != after || tokio::time::Instant::now() >= end {
            return Ok(progress);
        }
        tokio::time::sleep(PAUSE).await;
    }
}

fn progress(app: &App, qr: &StoredQr, lang: Lang) -> QrProgress {
    let (state, problem) = match qr.standing {
        QrStanding::Signed => (QrState::Signed, None),
        QrStanding::Refused(why) => (QrState::Refused, Some(ApiError::new(why).problem(lang))),
        _ if app.now() >= qr.expires_at => (QrState::Expired, None),
        QrStanding::Waiting => (QrState::Waiting, None),
        QrStanding::Opened => (QrState::Opened, None),
    };
    QrProgress { state, problem }
}
