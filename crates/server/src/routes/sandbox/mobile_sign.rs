use axum::{
    Json,
    extract::State,
    http::{Method, StatusCode},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use eds::issue::Over;
use registration::identifiers::Iin;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use wire::ProblemCode;

use super::{body::Body, own_service::OwnService};
use crate::{
    adapters::sandbox::{CertificatesError, Sandbox},
    error::{ApiError, Fault, FieldFault},
    http::Caller,
};

/// What stands before the address in the QR code.
const SCHEME: &str = "mobileSign:";
/// The only calls that the phone makes.
const CALLS: &str = "/api/v1/mobile-sign/";

/// The phone reads a QR code, or what it says.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MobileSignRequest {
    /// What the code says: `mobileSign:` and an address of this service.
    link: String,
    /// Whose phone it is.
    iin: Iin,
    /// Whether the person signs what is shown; otherwise the phone only shows it.
    agree: bool,
}

/// What the phone shows.
#[derive(Clone, Debug, Serialize)]
pub(super) struct MobileSignBody {
    /// How far it came.
    state: PhoneState,
    /// Status of the last answer.
    status: u16,
    /// The first answer: who asks for a signature, until when, and for what.
    request: Value,
    /// The second answer: the documents.
    documents: Value,
    /// The last answer where it is a refusal.
    problem: Value,
}

/// How far the phone came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum PhoneState {
    /// The service does not know the code, or no longer.
    Unknown,
    /// The documents are shown.
    Shown,
    /// This person has no certificate to sign with.
    NoCertificate,
    /// Signed, and the service took it.
    Signed,
    /// Signed, and the service refused it.
    Refused,
}

/// The path of an address of this service: no other service is ever asked.
fn path(address: &str) -> Option<&str> {
    let address = address.strip_prefix(SCHEME).unwrap_or(address);
    let (_, rest) = address.split_once("://")?;
    let path = &rest[rest.find('/')?..];
    path.starts_with(CALLS).then_some(path)
}

impl MobileSignBody {
    fn at(state: PhoneState, status: StatusCode, request: &Value, documents: &Value) -> Self {
        Self {
            state,
            status: status.as_u16(),
            request: request.clone(),
            documents: documents.clone(),
            problem: Value::Null,
        }
    }

    fn with(self, problem: Value) -> Self {
        Self { problem, ..self }
    }
}

/// Does what the phone of eGov Mobile does with a QR code: asks what it is about, fetches the
/// documents, and sends them back signed.
pub(super) async fn mobile_sign(
    State(sandbox): State<Sandbox>,
    State(own): State<OwnService>,
    Caller { lang }: Caller,
    Body(order): Body<MobileSignRequest>,
) -> Result<Json<MobileSignBody>, ApiError> {
    let wrong = || ApiError::fields(vec![FieldFault::new("link", Fault::Value)]);
    let away = || ApiError::new(ProblemCode::Internal);
    let first = path(&order.link).ok_or_else(wrong)?;
    let (status, request) = own
        .ask(lang, Method::GET, first, None, None)
        .await
        .ok_or_else(away)?;
    let none = Value::Null;
    if !status.is_success() {
        let body = MobileSignBody::at(PhoneState::Unknown, status, &none, &none);
        return Ok(Json(body.with(request)));
    }
    let document = &request["document"];
    let second = document["uri"].as_str().and_then(path).ok_or_else(wrong)?;
    let token = match document["auth_type"].as_str() {
        Some("Token") => document["auth_token"].as_str(),
        _ => None,
    };
    let (status, documents) = own
        .ask(lang, Method::GET, second, token, None)
        .await
        .ok_or_else(away)?;
    if !status.is_success() {
        let body = MobileSignBody::at(PhoneState::Unknown, status, &request, &none);
        return Ok(Json(body.with(documents)));
    }
    let told = |state, status| MobileSignBody::at(state, status, &request, &documents);
    if !order.agree {
        return Ok(Json(told(PhoneState::Shown, status)));
    }

    let mut filled = documents.clone();
    let signing = tokio::task::spawn_blocking(move || {
        sign(&sandbox, order.iin, &mut filled).map(|()| filled)
    });
    let filled = match signing.await.map_err(ApiError::internal)? {
        Ok(filled) => filled,
        Err(CertificatesError::Nobody) => {
            return Ok(Json(told(PhoneState::NoCertificate, status)));
        }
        Err(error) => return Err(ApiError::internal(error)),
    };
    let (status, said) = own
        .ask(lang, Method::PUT, second, token, Some(&filled))
        .await
        .ok_or_else(away)?;
    Ok(Json(if status.is_success() {
        told(PhoneState::Signed, status)
    } else {
        told(PhoneState::Refused, status).with(said)
    }))
}

/// Puts a signature in the place of each document.
fn sign(sandbox: &Sandbox, iin: Iin, documents: &mut Value) -> Result<(), CertificatesError> {
    let carried = documents["signMethod"] == "CMS_WITH_DATA";
    let signer = sandbox.chosen(sandbox.ncalayer(), Some(iin), false)?;
    let Some(list) = documents["documentsToSign"].as_array_mut() else {
        return Ok(());
    };
    for document in list {
        let Some(place) = document.pointer_mut("/document/file/data") else {
            continue;
        };
        let content = BASE64_STANDARD.decode(place.as_str().unwrap_or_default());
        let content = content.unwrap_or_default();
        let over = if carried {
            Over::Carried(&content)
        } else {
            Over::Detached(&content)
        };
        let cms = sandbox.sign(&signer, over, true)?;
        *place = Value::from(BASE64_STANDARD.encode(cms));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn the_phone_asks_nobody_but_this_service() {
        for (link, expected) in [
            (
                "mobileSign:http://127.0.0.1:8080/api/v1/mobile-sign/abc",
                Some("/api/v1/mobile-sign/abc"),
            ),
            (
                "https://tirkeu.example/api/v1/mobile-sign/abc/documents",
                Some("/api/v1/mobile-sign/abc/documents"),
            ),
            ("mobileSign:http://127.0.0.1:8080/api/v1/person", None),
            ("mobileSign:http://127.0.0.1:8080", None),
            ("mobileSign:/api/v1/mobile-sign/abc", None),
            ("", None),
        ] {
            assert_eq!(path(link), expected, "{link}");
        }
    }
}
