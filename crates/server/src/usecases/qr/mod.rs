//! Signing by QR code: a document is shown as a code, a telephone with eGov Mobile reads it, fetches
//! the document and sends back a signature, and the page that shows the code sees how far it is.
//!
//! Whoever has the code has the document, as with the page itself that shows both; only the
//! signature of the applicant is accepted for it.

mod ask;
mod describe;
mod documents;
mod progress;
mod sign;

pub use ask::ask_by_qr;
pub use describe::describe_qr;
pub use documents::qr_documents;
pub use progress::qr_progress;
pub use sign::sign_by_qr;

use chrono::{DateTime, Utc};
use registration::{Document, application::StateName};
use wire::ProblemCode;

use super::advance::load;
use crate::{
    app::App,
    error::ApiError,
    ports::store::{Digest, StoredApplication, StoredQr},
};

/// How long a code lives, in minutes.
const LIFE_MINUTES: i64 = 5;

/// What a code shows.
struct Shown {
    qr: StoredQr,
    stored: StoredApplication,
    document: Document,
}

/// What a code that is alive shows; a dead one shows nothing to a telephone, and neither does one
/// whose application has gone on without it.
async fn shown(app: &App, token: Digest, now: DateTime<Utc>) -> Result<Shown, ApiError> {
    let dead = || ApiError::new(ProblemCode::NotFound);
    let qr = app.store.qr(token).await?.ok_or_else(dead)?;
    if qr.standing.is_final() || now >= qr.expires_at {
        return Err(dead());
    }
    let stored = load(app, qr.number).await?;
    let state = &stored.application.state;
    let document = state.document().ok_or_else(dead)?.clone();
    let same = Digest::of(document.text().as_bytes()) == qr.document;
    if state.name() != StateName::AwaitingSignature || !same {
        return Err(dead());
    }
    Ok(Shown {
        qr,
        stored,
        document,
    })
}

/// Where the telephone asks.
fn address(app: &App, token: &str) -> String {
    format!("{}/api/v1/mobile-sign/{token}", app.settings.public_url)
}
