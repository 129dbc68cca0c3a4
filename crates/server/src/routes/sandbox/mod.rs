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
//! | `GET /sandbox/api/clock` | `{"now","ahead_seconds"}` |
//! | `POST /sandbox/api/clock` `{"forward_seconds"}` | the same |

mod assets;
mod body;
mod clock;
mod journey;
mod messages;
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

use crate::{adapters::sandbox::Sandbox, error::ApiError, ports::Inbound};

/// What the sandbox routes need: the sandbox itself, and the service that replies are handed to.
#[derive(Clone, FromRef)]
struct Rooms {
    sandbox: Sandbox,
    inbound: Arc<dyn Inbound>,
}

/// Every route under `/sandbox`.
pub fn router(sandbox: Sandbox, inbound: Arc<dyn Inbound>) -> Router {
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
        .with_state(Rooms { sandbox, inbound })
}

/// A failure of the sandbox's own file.
fn broken(cause: crate::adapters::sandbox::JournalError) -> ApiError {
    ApiError::internal(cause)
}
