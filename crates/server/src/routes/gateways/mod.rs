//! Calls from gateways. They are served only where such a gateway is configured.

mod sms;

use std::sync::Arc;

use axum::{Router, routing::post};

use crate::{
    adapters::http_sms::WebhookSecret,
    ports::{Clock, Inbound},
};

/// What the routes need.
#[derive(Clone)]
struct Rooms {
    secret: WebhookSecret,
    clock: Arc<dyn Clock>,
    inbound: Arc<dyn Inbound>,
}

/// `POST /gateways/sms`: what telephones send, and what became of messages.
pub fn router(secret: WebhookSecret, clock: Arc<dyn Clock>, inbound: Arc<dyn Inbound>) -> Router {
    Router::new()
        .route("/gateways/sms", post(sms::receive))
        .with_state(Rooms {
            secret,
            clock,
            inbound,
        })
}
