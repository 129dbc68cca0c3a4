//! Traces by OpenTelemetry: where the time of a request goes. They are sent by OTLP over HTTP as JSON,
//! through the client that registers and gateways are called with, and name nobody.
//!
//! How many requests are traced, and what else a collector is told of the process, is set by the
//! variables of the OpenTelemetry specification: `OTEL_TRACES_SAMPLER`, `OTEL_RESOURCE_ATTRIBUTES`.

use std::time::Duration;

use async_trait::async_trait;
use hyper::Method;
use opentelemetry::trace::TracerProvider;
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::{
    Resource,
    propagation::TraceContextPropagator,
    trace::{SdkTracer, SdkTracerProvider},
};
use tokio::runtime::Handle;

use super::client::Client;

/// What the service calls itself before a collector.
const SERVICE: &str = "tirkeu";
/// How long a collector may take.
const LIMIT: Duration = Duration::from_secs(10);

/// Traces that are being sent.
pub struct Traces(SdkTracerProvider);

/// The service's own client, as the exporter wants one. The exporter has a thread and no runtime, so
/// that the sending itself is done on the service's.
#[derive(Clone)]
struct Carrier {
    client: Client,
    runtime: Handle,
}

impl std::fmt::Debug for Carrier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Carrier")
    }
}

#[async_trait]
impl HttpClient for Carrier {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let client = self.client.clone();
        let body = request.into_body().to_vec();
        let sending = self
            .runtime
            .spawn(async move { client.send(Method::POST, "", &[], body, LIMIT).await });
        let answer = sending.await??;
        Ok(Response::builder()
            .status(answer.status)
            .body(answer.body)?)
    }
}

impl Traces {
    /// Begins to send to a collector, whose address is that of its traces, such as
    /// `http://127.0.0.1:4318/v1/traces`.
    ///
    /// # Errors
    /// A text for the operator where the address cannot be used.
    pub fn start(collector: &str, runtime: Handle) -> Result<Self, String> {
        let client = Client::new(collector, None)?.untraced();
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(Carrier { client, runtime })
            .with_protocol(Protocol::HttpJson)
            .with_endpoint(collector)
            .build()
            .map_err(|error| format!("{collector}: {error}"))?;
        let provider = SdkTracerProvider::builder()
            .with_batch_exporter(exporter)
            .with_resource(Resource::builder().with_service_name(SERVICE).build())
            .build();
        opentelemetry::global::set_text_map_propagator(TraceContextPropagator::new());
        Ok(Self(provider))
    }

    /// What spans are told to.
    #[must_use]
    pub fn tracer(&self) -> SdkTracer {
        self.0.tracer(SERVICE)
    }

    /// Sends what waits. Called outside the runtime, while it still runs.
    pub fn finish(&self) {
        if let Err(error) = self.0.shutdown() {
            tracing::warn!(%error, "the last traces were not sent");
        }
    }
}
