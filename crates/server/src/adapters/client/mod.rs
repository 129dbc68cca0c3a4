//! A small HTTP client for registers and gateways: JSON in, JSON out, a time limit on the whole call
//! and a size limit on the answer. It follows no redirects and keeps no cookies.

mod error;

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::{
    Method, Request, StatusCode, Uri,
    header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue, RETRY_AFTER},
};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client as Pool, connect::HttpConnector},
    rt::TokioExecutor,
};
use opentelemetry_http::HeaderInjector;
use rustls::{ClientConfig, RootCertStore};
use tracing::{Instrument, Span};
use tracing_opentelemetry::OpenTelemetrySpanExt;

pub use error::CallError;

/// The largest answer that is read: 1 MiB. A dwelling with a thousand owners is 40 KB.
pub const MAX_ANSWER: usize = 1 << 20;

/// How long the network may take to let us in.
const CONNECT: Duration = Duration::from_secs(2);

/// One service outside, reached by HTTP. Cloning it is cheap and shares the connections.
#[derive(Clone)]
pub struct Client {
    pool: Pool<HttpsConnector<HttpConnector>, Full<Bytes>>,
    base: Uri,
    authorization: Option<HeaderValue>,
    most: usize,
    traced: bool,
}

/// What a service has answered, whatever its status.
#[derive(Clone, Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: StatusCode,
    /// `Retry-After` in seconds; as a date it is passed over.
    pub retry_after: Option<Duration>,
    /// The body, at most [`MAX_ANSWER`] bytes unless more was asked for.
    pub body: Bytes,
}

impl Client {
    /// A client of the service at `base`, such as `https://registers.example/gateway`. Certificates
    /// are held against those that the system trusts, or those of `SSL_CERT_FILE`.
    ///
    /// # Errors
    /// A text for the operator where the address or the token cannot be used, or the system has no
    /// certificates.
    pub fn new(base: &str, token: Option<&str>) -> Result<Self, String> {
        let uri: Uri = base
            .trim_end_matches('/')
            .parse()
            .map_err(|error| format!("{base}: {error}"))?;
        let https = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => {
                return Err(format!(
                    "{base}: an address begins with https:// or http://"
                ));
            }
        };
        if uri.authority().is_some_and(|at| at.as_str().contains('@')) {
            return Err("secrets do not belong in an address".to_owned());
        }
        let authorization = token
            .map(|token| {
                let mut value = HeaderValue::from_str(&format!("Bearer {token}"))
                    .map_err(|_| "a token is of printable letters".to_owned())?;
                value.set_sensitive(true);
                Ok::<_, String>(value)
            })
            .transpose()?;
        let mut http = HttpConnector::new();
        http.enforce_http(false);
        http.set_connect_timeout(Some(CONNECT));
        http.set_nodelay(true);
        let builder = HttpsConnectorBuilder::new();
        // A plain address is for a gateway on the same machine, and needs no certificates.
        let connector = if https {
            builder
                .with_provider_and_native_roots(rustls::crypto::ring::default_provider())
                .map_err(|error| format!("the system's certificates: {error}"))?
                .https_only()
                .enable_http1()
                .wrap_connector(http)
        } else {
            builder
                .with_tls_config(no_certificates()?)
                .https_or_http()
                .enable_http1()
                .wrap_connector(http)
        };
        Ok(Self {
            pool: Pool::builder(TokioExecutor::new())
                .pool_idle_timeout(Duration::from_secs(30))
                .build(connector),
            base: uri,
            authorization,
            most: MAX_ANSWER,
            traced: true,
        })
    }

    /// The same, which reads answers of up to so many bytes.
    #[must_use]
    pub fn reading(mut self, most: usize) -> Self {
        self.most = most;
        self
    }

    /// The same, whose calls are in no trace: those that send traces, which would never end otherwise.
    #[must_use]
    pub fn untraced(mut self) -> Self {
        self.traced = false;
        self
    }

    /// Sends JSON, or what a header `content-type` says, and reads the whole answer within `limit`.
    ///
    /// # Errors
    /// [`CallError`] where there is no whole answer. A status is none of its business.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&'static str, String)],
        body: Vec<u8>,
        limit: Duration,
    ) -> Result<Answer, CallError> {
        let base = self.base.to_string();
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", base.trim_end_matches('/')));
        if !headers.iter().any(|(name, _)| *name == "content-type") {
            request = request.header(CONTENT_TYPE, "application/json");
        }
        if let Some(authorization) = &self.authorization {
            request = request.header(AUTHORIZATION, authorization.clone());
        }
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let mut request = request
            .body(Full::new(Bytes::from(body)))
            .map_err(|error| CallError::Request(error.to_string()))?;
        let span = self.span(&mut request);
        tokio::time::timeout(limit, self.whole(request).instrument(span))
            .await
            .map_err(|_| CallError::Timeout(limit))?
    }

    /// The span of a call. Whoever is called may go on with the trace.
    fn span(&self, request: &mut Request<Full<Bytes>>) -> Span {
        if !self.traced {
            return Span::none();
        }
        let host = self.base.host().unwrap_or_default();
        let span = tracing::info_span!(
            "call",
            otel.name = format!("{} {host}", request.method()),
            otel.kind = "client",
            server.address = host,
        );
        opentelemetry::global::get_text_map_propagator(|propagator| {
            let context = span.context();
            propagator.inject_context(&context, &mut HeaderInjector(request.headers_mut()));
        });
        span
    }

    async fn whole(&self, request: Request<Full<Bytes>>) -> Result<Answer, CallError> {
        let answer = self
            .pool
            .request(request)
            .await
            .map_err(|error| CallError::Connection(chain(&error)))?;
        let (head, body) = answer.into_parts();
        let retry_after = head
            .headers
            .get(RETRY_AFTER)
            .and_then(|value| value.to_str().ok()?.parse().ok())
            .map(Duration::from_secs);
        let body = Limited::new(body, self.most)
            .collect()
            .await
            .map_err(
                |error| match error.downcast::<http_body_util::LengthLimitError>() {
                    Ok(_) => CallError::TooLarge(self.most),
                    Err(error) => CallError::Connection(error.to_string()),
                },
            )?;
        Ok(Answer {
            status: head.status,
            retry_after,
            body: body.to_bytes(),
        })
    }
}

/// A configuration that trusts nobody, for a client that speaks no TLS.
fn no_certificates() -> Result<ClientConfig, String> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    Ok(ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(RootCertStore::empty())
        .with_no_client_auth())
}

/// An error with what caused it: hyper tells the cause only so.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}
