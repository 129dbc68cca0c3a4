//! Messages from and to 1414 by HTTP: each goes out as a POST, and the gateway calls back at
//! `POST /gateways/sms` with what telephones send and what became of messages.

mod signature;

use std::time::Duration;

use async_trait::async_trait;
use hyper::Method;
use serde_json::json;

pub use signature::{Signature, SignatureError, WebhookSecret};

use super::client::Client;
use crate::ports::{Down, Sms, SmsText};

const GATEWAY: &str = "SMS gateway";
/// How long the gateway may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// The way to telephones by HTTP.
#[derive(Clone)]
pub struct HttpSms {
    client: Client,
}

impl HttpSms {
    /// A way through the gateway at the client's address.
    #[must_use]
    pub fn new(client: Client) -> Self {
        Self { client }
    }
}

#[async_trait]
impl Sms for HttpSms {
    /// Posts `{"id","from","to","text","at"}`, with the id as `Idempotency-Key` too: the gateway
    /// takes the same id as the same message. Any 2xx says that it has it.
    async fn send(&self, message: SmsText) -> Result<(), Down> {
        let down = |cause: String| Down {
            register: GATEWAY,
            cause,
        };
        let body = json!({
            "id": message.id,
            "from": "1414",
            "to": message.to,
            "text": message.text,
            "at": message.at,
        });
        let key = [("idempotency-key", message.id)];
        let sent = self
            .client
            .send(
                Method::POST,
                "",
                &key,
                body.to_string().into_bytes(),
                PATIENCE,
            )
            .await
            .map_err(|error| down(error.to_string()))?;
        if sent.status.is_success() {
            Ok(())
        } else {
            Err(down(format!("status {}", sent.status.as_u16())))
        }
    }
}
