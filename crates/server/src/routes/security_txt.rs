//! `/.well-known/security.txt` (RFC 9116): whom to tell of a weakness.

use std::sync::Arc;

use axum::{
    Router, extract::State, http::header::CONTENT_TYPE, response::IntoResponse, routing::get,
};
use chrono::{Duration, SecondsFormat};

use crate::ports::Clock;

/// For how long what stands there may be relied on: RFC 9116 wants less than a year.
const VALID: Duration = Duration::days(90);

/// What `security.txt` says.
#[derive(Clone)]
pub struct SecurityTxt {
    fixed: Arc<str>,
    clock: Arc<dyn Clock>,
}

/// An address to which nothing can be sent.
#[derive(Debug, thiserror::Error)]
#[error("{0}: a contact is a mailto:, tel: or https: address without spaces")]
pub struct WrongContact(String);

impl SecurityTxt {
    /// These contacts, the preferred one first; none, and there is no such file.
    ///
    /// # Errors
    /// [`WrongContact`].
    pub fn new(
        contacts: &[String],
        public_url: &str,
        clock: Arc<dyn Clock>,
    ) -> Result<Option<Self>, WrongContact> {
        if contacts.is_empty() {
            return Ok(None);
        }
        let mut fixed = String::new();
        for contact in contacts {
            let known = ["mailto:", "tel:", "https://"]
                .iter()
                .any(|scheme| contact.len() > scheme.len() && contact.starts_with(scheme));
            if !known || !contact.bytes().all(|letter| letter.is_ascii_graphic()) {
                return Err(WrongContact(contact.clone()));
            }
            fixed.push_str(&format!("Contact: {contact}\n"));
        }
        fixed.push_str("Preferred-Languages: kk, ru, en\n");
        if public_url.starts_with("https://") {
            fixed.push_str(&format!(
                "Canonical: {public_url}/.well-known/security.txt\n"
            ));
        }
        Ok(Some(Self {
            fixed: fixed.into(),
            clock,
        }))
    }
}

/// The file.
pub fn router(text: SecurityTxt) -> Router {
    Router::new()
        .route("/.well-known/security.txt", get(show))
        .with_state(text)
}

async fn show(State(text): State<SecurityTxt>) -> impl IntoResponse {
    let expires = (text.clock.now() + VALID).to_rfc3339_opts(SecondsFormat::Secs, true);
    let kind = (CONTENT_TYPE, "text/plain; charset=utf-8");
    ([kind], format!("{}Expires: {expires}\n", text.fixed))
}
