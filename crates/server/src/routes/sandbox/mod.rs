//! The sandbox pages and their JSON: people to try, telephones, the clock. They are served only by a
//! server that runs with `--sandbox`.
//!
//! | call | answer |
//! |---|---|
//! | `GET /sandbox/` | page of people to try |
//! | `GET /sandbox/phone?number=77000000101` | page of a telephone |
//! | `GET /sandbox/api/people` | `{"people","organisations"}` |
//! | `GET /sandbox/api/messages?phone=…&after=…` | `{"messages"}`, of one telephone or all |
//! | `GET /sandbox/api/messages/stream?after=…` | server-sent events `message` and `clock` |
//! | `POST /sandbox/api/replies` `{"phone","text","id"?}` | 204 |
//! | `GET /sandbox/ca/root.cer`, `intermediate.cer`, `crl` | certificates, revoked certificates, in DER |
//! | `POST /sandbox/ca/ocsp`, `tsp` | RFC 6960, RFC 3161 |
//! | `GET /sandbox/ncalayer?mode=…&algorithm=…&person=…` | websocket of NCALayer |
//! | `GET /sandbox/api/ncalayer` | `{"mode","algorithm","person"}`, how NCALayer is set |
//! | `POST /sandbox/api/ncalayer` the same | the same |
//! | `GET /sandbox/api/mobile-sign` | `{"codes"}`, the QR codes that screens show now |
//! | `POST /sandbox/api/mobile-sign` `{"link","iin","agree"}` | what the phone of eGov Mobile shows |
//! | `GET /sandbox/api/clock` | `{"now","ahead_seconds"}` |
//! | `POST /sandbox/api/clock` `{"forward_seconds"}` | the same |

mod assets;
mod body;
mod ca;
mod camera;
mod clock;
mod journey;
mod messages;
mod mobile_sign;
mod ncalayer;
mod own_service;
mod pages;
mod people;
mod replies;
mod stream;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::{
    Router,
    extract::FromRef,
    response::Redirect,
    routing::{get, post},
};

pub use camera::watched;
pub use own_service::OwnService;

use crate::{adapters::sandbox::Sandbox, error::ApiError, ports::Inbound};

/// What the sandbox routes need: the sandbox itself, the service that replies are handed to, and
/// the same service as the phone meets it.
#[derive(Clone, FromRef)]
struct Rooms {
    sandbox: Sandbox,
    inbound: Arc<dyn Inbound>,
    own: OwnService,
}

/// Every route under `/sandbox`.
pub fn router(sandbox: Sandbox, inbound: Arc<dyn Inbound>, own: OwnService) -> Router {
    Router::new()
        .route(
            "/sandbox",
            get(|| async { Redirect::permanent("/sandbox/") }),
        )
        .route("/sandbox/", get(pages::people))
        .route("/sandbox/phone", get(pages::phone))
        .route("/sandbox/assets/{name}", get(assets::asset))
        .route("/sandbox/api/people", get(people::people))
        .route("/sandbox/api/messages", get(messages::messages))
        .route("/sandbox/api/messages/stream", get(stream::stream))
        .route("/sandbox/api/replies", post(replies::reply))
        .route("/sandbox/api/clock", get(clock::read).post(clock::forward))
        .route("/sandbox/ca/root.cer", get(ca::root))
        .route("/sandbox/ca/intermediate.cer", get(ca::intermediate))
        .route("/sandbox/ca/crl", get(ca::crl))
        .route("/sandbox/ca/ocsp", post(ca::ocsp))
        .route("/sandbox/ca/tsp", post(ca::tsp))
        .route(
            "/sandbox/api/mobile-sign",
            get(camera::codes).post(mobile_sign::mobile_sign),
        )
        .route("/sandbox/ncalayer", get(ncalayer::open))
        .route(
            "/sandbox/api/ncalayer",
            get(ncalayer::read).post(ncalayer::set),
        )
        .with_state(Rooms {
            sandbox,
            inbound,
            own,
        })
}

/// A failure of the sandbox's own file.
fn broken(cause: crate::adapters::sandbox::JournalError) -> ApiError {
    ApiError::internal(cause)
}
