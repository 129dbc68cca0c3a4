//! Verifying a message: everything about it, in the order in which it can be known.

use crate::message::Message;
use crate::oid;
use crate::refusal::{Material, Refusal};
use crate::report::{CheckName, Checks, Report};
use crate::request::{Content, Request};
use crate::signer;
use crate::trust::Trust;

/// Verifies a message and every signature in it.
///
/// Any bytes at all give a report: nothing panics, and nothing takes more than some milliseconds
/// and megabytes, since sizes and numbers of everything are limited before it is looked at.
#[must_use]
pub fn verify(request: &Request<'_>, trust: &Trust) -> Report {
    let mut checks = Checks::default();
    let mut signers = Vec::new();
    let message = checks.note(
        CheckName::Encoding,
        Message::parse(request.cms, Material::Cms),
        |_| format!("signed data in strict DER, {} bytes", request.cms.len()),
    );
    if let Some(message) = message {
        let content = checks.note(CheckName::Content, content(request, &message), |content| {
            format!("{} bytes", content.len())
        });
        let found = match message.signers.len() {
            0 => Err(Refusal::NoSigner),
            count => Ok(count),
        };
        checks.note(CheckName::Signers, found, |count| match count {
            1 => "one".to_owned(),
            count => count.to_string(),
        });
        signers = message
            .signers
            .iter()
            .map(|part| signer::verify(part, &message, content, request, trust))
            .collect();
    }
    Report {
        at: request.at,
        checks: checks.0,
        signers,
    }
}

/// The contents that the signatures must be over.
fn content<'a>(request: &Request<'a>, message: &Message<'a>) -> Result<&'a [u8], Refusal> {
    if message.content_type != oid::CMS_DATA {
        return Err(Refusal::ContentTypeNotTaken);
    }
    match (request.content, message.content) {
        (Content::Detached(_), Some(_)) => Err(Refusal::ContentCarried),
        (Content::Detached(content), None) | (Content::Carried, Some(content)) => Ok(content),
        (Content::Carried, None) => Err(Refusal::ContentMissing),
    }
}
