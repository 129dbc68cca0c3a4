#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests"
)]

mod api;
mod live;
mod mobile;
mod ncalayer;
mod pages;

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode, header::CONTENT_TYPE},
    middleware::from_fn,
    response::Response,
};
use http_body_util::BodyExt;
use registration::identifiers::Phone;
use serde_json::Value;
use tower::ServiceExt;

use super::{OwnService, router};
use crate::{
    adapters::{sandbox::Sandbox, system::SystemClock},
    http::render_problems,
    ports::{Inbound, ReceivedSms, Sms, SmsText},
};

/// A service that writes down what it is handed, and fails when it is told to.
#[derive(Default)]
struct Service {
    received: Mutex<Vec<(String, String)>>,
    moved: Mutex<u32>,
    fails: bool,
}

#[async_trait]
impl Inbound for Service {
    async fn sms_received(&self, sms: ReceivedSms) -> Result<(), String> {
        if self.fails {
            return Err("the store is away".to_owned());
        }
        self.received
            .lock()
            .unwrap()
            .push((sms.from.to_string(), sms.text));
        Ok(())
    }

    fn sms_receipt(&self, _: &str, _: crate::ports::Delivery) {}

    fn clock_moved(&self) {
        *self.moved.lock().unwrap() += 1;
    }
}

struct Room {
    sandbox: Sandbox,
    service: Arc<Service>,
    router: Router,
    own: OwnService,
    _folder: tempfile::TempDir,
}

fn room(fails: bool) -> Room {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = Sandbox::open(folder.path(), Arc::new(SystemClock)).unwrap();
    let service = Arc::new(Service {
        fails,
        ..Service::default()
    });
    let inbound: Arc<dyn Inbound> = Arc::<Service>::clone(&service);
    let own = OwnService::default();
    let router = router(sandbox.clone(), inbound, own.clone()).layer(from_fn(render_problems));
    Room {
        sandbox,
        service,
        router,
        own,
        _folder: folder,
    }
}

impl Room {
    async fn get(&self, path: &str) -> Response {
        let request = Request::get(path).body(Body::empty()).unwrap();
        self.router.clone().oneshot(request).await.unwrap()
    }

    async fn post(&self, path: &str, body: &Value) -> (StatusCode, Value) {
        let request = Request::post(path)
            .header(CONTENT_TYPE, "application/json")
            .header("accept-language", "en")
            .body(Body::from(body.to_string()))
            .unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        (
            response.status(),
            serde_json::from_slice(&bytes(response).await).unwrap_or_default(),
        )
    }

    async fn json(&self, path: &str) -> Value {
        serde_json::from_slice(&bytes(self.get(path).await).await).unwrap()
    }

    async fn arrives(&self, id: &str, to: &str, text: &str) {
        let to = Phone::parse(to).unwrap();
        let message = SmsText {
            id: id.to_owned(),
            to,
            text: text.to_owned(),
            at: chrono::DateTime::UNIX_EPOCH,
        };
        self.sandbox.send(message).await.unwrap();
    }
}

async fn bytes(response: Response) -> Vec<u8> {
    response
        .into_body()
        .collect()
        .await
        .unwrap()
        .to_bytes()
        .to_vec()
}
