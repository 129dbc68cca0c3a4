use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request, State},
    http::{
        HeaderName, HeaderValue, Method, StatusCode,
        header::{CONTENT_TYPE, RETRY_AFTER},
    },
    middleware::Next,
    response::{IntoResponse, Response},
};
use tracing::Instrument;
use wire::ProblemCode;

use super::Caller;
use crate::{app::App, draw, error::ApiError, metrics::METRICS};

/// When it is worth asking again for what a register has not answered, in seconds: longer than its
/// circuit breaker rests.
const REGISTER_DOWN: u16 = 15;

impl IntoResponse for ApiError {
    /// Only the status; the words are put in by [`render_problems`], which knows the language.
    fn into_response(self) -> Response {
        if let Some(cause) = &self.cause {
            tracing::error!(code = self.code.symbol(), cause, "a request failed");
        }
        let status =
            StatusCode::from_u16(self.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Gives every error its words in the caller's language.
pub async fn render_problems(request: Request, next: Next) -> Response {
    let caller = Caller::of(request.headers());
    let mut response = next.run(request).await;
    let error = response.extensions_mut().remove::<ApiError>();
    let Some(error) = error.or_else(|| unspoken(&response)) else {
        return response;
    };
    let problem = error.problem(caller.lang);
    let Ok(body) = serde_json::to_string(&problem) else {
        return response;
    };
    // IMF-fixdate of RFC 9110, 5.6.7.
    let retry_at = problem
        .retry_at
        .map(|at| at.format("%a, %d %b %Y %H:%M:%S GMT").to_string())
        .and_then(|at| HeaderValue::from_str(&at).ok())
        .or_else(|| (problem.code == ProblemCode::RegisterDown).then(|| REGISTER_DOWN.into()));
    let mut rendered = (response.status(), body).into_response();
    rendered.headers_mut().insert(
        CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json"),
    );
    if let Some(at) = retry_at {
        rendered.headers_mut().insert(RETRY_AFTER, at);
    }
    rendered
}

/// The problem that an extractor or a layer of a library meant, which say it in English words of
/// their own, such as an address that is no UTF-8.
fn unspoken(response: &Response) -> Option<ApiError> {
    let kind = response.headers().get(CONTENT_TYPE)?.as_bytes();
    if !kind.starts_with(b"text/plain") {
        return None;
    }
    let code = match response.status() {
        StatusCode::BAD_REQUEST => ProblemCode::MalformedRequest,
        StatusCode::NOT_FOUND => ProblemCode::NotFound,
        StatusCode::PAYLOAD_TOO_LARGE => ProblemCode::TooLarge,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ProblemCode::UnsupportedMediaType,
        StatusCode::INTERNAL_SERVER_ERROR => ProblemCode::Internal,
        _ => return None,
    };
    Some(ApiError::new(code))
}

/// Nothing is at this address.
pub async fn unknown_address() -> ApiError {
    ApiError::new(ProblemCode::NotFound)
}

/// This address knows no such method.
pub async fn wrong_method() -> ApiError {
    ApiError::new(ProblemCode::MethodNotAllowed)
}

/// The span of a request, by the names of OpenTelemetry. What a caller says of the trace that it is
/// part of is passed over: anybody could say it.
fn trace(method: &Method, route: Option<&str>) -> tracing::Span {
    let route = route.unwrap_or_default();
    tracing::info_span!(
        "http",
        otel.name = format!("{} {route}", known(method)),
        otel.kind = "server",
        http.request.method = known(method),
        http.route = route,
        http.response.status_code = tracing::field::Empty,
    )
}

/// A line in the log for each request, and its number in the metrics. Both name the route and never
/// the address asked for, since addresses hold the numbers of applications and the tokens of owners.
/// Whatever is logged on the way carries the request's id, which the answer has in `X-Request-Id`.
pub(crate) async fn log(State(app): State<App>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map(|path| path.as_str().to_owned());
    let id = request_id(&app);
    // At the coarsest level, so that it is there whatever is logged.
    let span = tracing::error_span!("request", id);
    let trace = trace(&method, route.as_deref());
    let mut response = next
        .run(request)
        .instrument(trace.clone())
        .instrument(span.clone())
        .await;
    trace.record("http.response.status_code", response.status().as_u16());
    let route = route.as_deref().unwrap_or("-");
    let took = started.elapsed();
    let status = response.status().as_u16();
    METRICS.answered(known(&method), route, status, took);
    span.in_scope(|| {
        let micros = took.as_micros();
        tracing::info!(%method, route, status, micros, "request");
    });
    if let Ok(id) = HeaderValue::from_str(&id) {
        response
            .headers_mut()
            .insert(HeaderName::from_static("x-request-id"), id);
    }
    response
}

/// Sixteen hexadecimal digits.
fn request_id(app: &App) -> String {
    let drawn: [u8; 8] = draw::bytes(&*app.outside.randomness).unwrap_or_default();
    drawn.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A method's name, of which a caller can invent no more.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        _ => "other",
    }
}
