//! For whoever runs the service, on a listener of its own that nobody else reaches: numbers for
//! Prometheus, a page for people, and health for a balancer's agent.

mod chart;
mod dashboard;
mod metrics;

use std::sync::Arc;

use axum::{
    Router,
    extract::Request,
    http::{
        HeaderValue,
        header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS},
    },
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
    routing::get,
};
use chrono::{DateTime, Utc};
use tokio::sync::Mutex;

use super::health;
use crate::{
    app::App,
    http::render_problems,
    ports::store::{Filings, StoreError},
};

/// For how long what was filed is believed: counting it may take the store a second.
const BELIEVED: chrono::TimeDelta = chrono::TimeDelta::seconds(30);

/// What was filed, and when it was counted.
type Counted = Option<(DateTime<Utc>, Filings)>;

/// What the routes share.
#[derive(Clone)]
struct Rooms {
    app: App,
    counted: Arc<Mutex<Counted>>,
}

impl Rooms {
    async fn filings(&self) -> Result<Filings, StoreError> {
        let now = self.app.now();
        let mut counted = self.counted.lock().await;
        match &*counted {
            Some((at, filings)) if (now - *at).abs() < BELIEVED => Ok(filings.clone()),
            _ => {
                let filings = self.app.store.filings(now).await?;
                *counted = Some((now, filings.clone()));
                Ok(filings)
            }
        }
    }
}

/// `/metrics`, `/` and `/health/…` of the private listener.
pub fn router(app: &App) -> Router {
    let health = Router::new()
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .with_state(app.clone());
    Router::new()
        .route("/", get(dashboard::dashboard))
        .route("/dashboard.css", get(style))
        .route("/metrics", get(metrics::metrics))
        .with_state(Rooms {
            app: app.clone(),
            counted: Arc::default(),
        })
        .merge(health)
        .layer(from_fn(render_problems))
        .layer(from_fn(secure))
}

async fn style() -> impl IntoResponse {
    let kind = [(CONTENT_TYPE, "text/css; charset=utf-8")];
    (kind, include_str!("../../../assets/operator/dashboard.css"))
}

/// No script, no frame, no other host.
async fn secure(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let fixed = [
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (CACHE_CONTROL, "no-store"),
        (
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        ),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}
