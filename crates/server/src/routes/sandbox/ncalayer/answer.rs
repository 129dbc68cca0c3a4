use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

/// Letters in a line of a message in base64 (RFC 7468).
const LINE: usize = 64;

/// What NCALayer says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Answer(Value);

impl Answer {
    /// It says so as soon as somebody connects.
    pub(super) fn version() -> Self {
        Self(json!({ "result": { "version": "1.4" } }))
    }

    /// Signatures of `kz.gov.pki.knca.basics`: a list where a list was to be signed.
    pub(super) fn signed(messages: &[Vec<u8>], list: bool) -> Self {
        let mut texts = messages.iter().map(|message| armoured(message));
        let result = if list {
            Value::from(texts.collect::<Vec<_>>())
        } else {
            Value::from(texts.next())
        };
        Self(json!({ "status": true, "body": { "result": result } }))
    }

    /// The person closed the window.
    pub(super) fn cancelled() -> Self {
        Self(json!({ "status": true, "body": {} }))
    }

    /// An error of `kz.gov.pki.knca.basics`.
    pub(super) fn error(code: &str, message: &str, details: &str) -> Self {
        Self(json!({ "status": false, "code": code, "message": message, "details": details }))
    }

    /// A method did not take its arguments.
    pub(super) fn thrown(details: &str) -> Self {
        let message = "An invoked method threw an exception.";
        Self::error("INVOCATION_ERROR", message, details)
    }

    /// What a method of `kz.gov.pki.knca.commonUtils` gives.
    pub(super) fn older(object: impl Into<Value>) -> Self {
        Self(json!({ "code": "200", "responseObject": object.into() }))
    }

    /// A signature of `kz.gov.pki.knca.commonUtils`.
    pub(super) fn older_signed(messages: &[Vec<u8>]) -> Self {
        let first = messages
            .first()
            .map(|message| BASE64_STANDARD.encode(message));
        Self::older(first)
    }

    /// An error of `kz.gov.pki.knca.commonUtils`.
    pub(super) fn older_error(message: &str) -> Self {
        Self(json!({ "code": "500", "message": message }))
    }

    pub(super) fn text(&self) -> String {
        self.0.to_string()
    }
}

/// Base64 between lines that say what it is.
fn armoured(message: &[u8]) -> String {
    let mut text = String::from("-----BEGIN CMS-----\n");
    for line in BASE64_STANDARD.encode(message).as_bytes().chunks(LINE) {
        text.extend(line.iter().map(|letter| char::from(*letter)));
        text.push('\n');
    }
    text.push_str("-----END CMS-----\n");
    text
}
