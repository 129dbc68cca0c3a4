use axum::{
    body::Bytes,
    extract::State,
    http::header::{CACHE_CONTROL, CONTENT_TYPE},
    response::{IntoResponse, Response},
};

use crate::{
    adapters::sandbox::{CertificatesError, Sandbox},
    error::ApiError,
};

/// Something in DER.
fn der(kind: &'static str, bytes: Vec<u8>) -> Response {
    let headers = [(CONTENT_TYPE, kind), (CACHE_CONTROL, "no-store")];
    (headers, bytes).into_response()
}

/// Does what takes more than a moment away from the threads that serve requests.
async fn made(
    kind: &'static str,
    sandbox: Sandbox,
    make: impl FnOnce(&Sandbox) -> Result<Vec<u8>, CertificatesError> + Send + 'static,
) -> Result<Response, ApiError> {
    let bytes = tokio::task::spawn_blocking(move || make(&sandbox))
        .await
        .map_err(ApiError::internal)?
        .map_err(ApiError::internal)?;
    Ok(der(kind, bytes))
}

/// The root's certificate.
pub(super) async fn root(State(sandbox): State<Sandbox>) -> Response {
    der("application/pkix-cert", sandbox.authority().root().to_vec())
}

/// The certificate of the authority that issues people's.
pub(super) async fn intermediate(State(sandbox): State<Sandbox>) -> Response {
    der(
        "application/pkix-cert",
        sandbox.authority().intermediate().to_vec(),
    )
}

/// The list of revoked certificates.
pub(super) async fn crl(State(sandbox): State<Sandbox>) -> Result<Response, ApiError> {
    made("application/pkix-crl", sandbox, Sandbox::crl).await
}

/// Answers of OCSP by RFC 6960, appendix A.
pub(super) async fn ocsp(
    State(sandbox): State<Sandbox>,
    request: Bytes,
) -> Result<Response, ApiError> {
    let kind = "application/ocsp-response";
    made(kind, sandbox, move |sandbox| sandbox.ocsp(&request)).await
}

/// Timestamps by RFC 3161, section 3.4.
pub(super) async fn tsp(
    State(sandbox): State<Sandbox>,
    request: Bytes,
) -> Result<Response, ApiError> {
    let kind = "application/timestamp-reply";
    made(kind, sandbox, move |sandbox| sandbox.timestamp(&request)).await
}
