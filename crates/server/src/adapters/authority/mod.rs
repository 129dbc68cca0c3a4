//! The certification authority's services over HTTP: OCSP (RFC 6960, appendix A), a list of revoked
//! certificates (RFC 5280), timestamps (RFC 3161, section 3.4). What they answer is not believed
//! here: whether it is signed by whom it must be is for the verifier to see.

mod revocation;
mod timestamps;

pub use revocation::HttpRevocation;
pub use timestamps::HttpTimestamps;

use std::time::Duration;

use hyper::{Method, StatusCode};

use super::client::{Answer, CallError, Client};
use crate::ports::Down;

/// How long a service may take for the whole of an answer. A citizen waits meanwhile.
const PATIENCE: Duration = Duration::from_secs(5);

/// The whole of an answer in DER.
async fn called(
    client: &Client,
    method: Method,
    kind: &str,
    body: Vec<u8>,
    service: &'static str,
) -> Result<Vec<u8>, Down> {
    let headers = [("content-type", kind.to_owned())];
    let answer = client.send(method, "", &headers, body, PATIENCE).await;
    read(answer).map_err(down(service))
}

fn read(answer: Result<Answer, CallError>) -> Result<Vec<u8>, String> {
    let answer = answer.map_err(|error| error.to_string())?;
    match answer.status {
        StatusCode::OK => Ok(answer.body.to_vec()),
        status => Err(format!("status {status}")),
    }
}

fn down<E: ToString>(service: &'static str) -> impl Fn(E) -> Down {
    move |cause| Down {
        register: service,
        cause: cause.to_string(),
    }
}
