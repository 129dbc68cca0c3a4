//! HTTP: one file a call, as `wire` describes them.

mod addresses;
mod applications;
mod consents;
mod description;
mod dwelling_check;
mod eds;
mod explanation;
pub mod gateways;
mod health;
mod messages;
mod mobile_sign;
pub mod operator;
mod page;
mod person;
pub mod registers;
pub mod sandbox;
pub mod security_txt;
mod sign_in;
mod staff;
mod staff_page;
mod template;
mod verdict;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware::{from_fn, from_fn_with_state},
    routing::{get, post},
};

use crate::{
    app::App,
    http::{
        Headers, MAX_BODY, cut_off_slow, hear_out, limit_all, limit_sign_in, log, render_problems,
        secure, unknown_address, wrong_method,
    },
};

/// The whole service: the API, the page where this server serves it, and whatever `beside` adds,
/// which is the sandbox or nothing.
///
/// # Errors
/// The page's `index.html` cannot be read.
pub fn router(app: &App, beside: Option<Router>) -> std::io::Result<Router> {
    let ncalayer = app.signatures.as_ref().map(|taken| taken.ncalayer.as_str());
    let headers = Headers::of(&page::index(app.settings.page.as_deref())?, ncalayer)?
        .https_only(app.settings.https_only);
    let sign_in = Router::new()
        .route("/api/v1/sign-in/code", post(sign_in::code))
        .route("/api/v1/sign-in", post(sign_in::open))
        .route("/api/v1/sign-in/challenge", post(sign_in::challenge))
        .route("/api/v1/sign-in/eds", post(sign_in::eds))
        .route_layer(from_fn_with_state(app.clone(), limit_sign_in));
    let api = Router::new()
        .merge(sign_in)
        .merge(staff::router())
        .merge(staff_page::router())
        .route("/api/v1/sign-out", post(sign_in::close))
        .route("/api/v1/sign-out/everywhere", post(sign_in::close_all))
        .route("/api/v1/eds", get(eds::settings))
        .route("/api/v1/person", get(person::read))
        .route("/api/v1/addresses", get(addresses::search))
        .route("/api/v1/dwelling-check", post(dwelling_check::check))
        .route("/api/v1/verdict", post(verdict::judge))
        .route("/api/v1/explanation", post(explanation::explain))
        .route(
            "/api/v1/applications",
            get(applications::list).post(applications::file),
        )
        .route("/api/v1/applications/{number}", get(applications::show))
        .route(
            "/api/v1/applications/{number}/looks",
            get(applications::looks),
        )
        .route(
            "/api/v1/applications/{number}/reminder",
            post(applications::remind),
        )
        .route(
            "/api/v1/applications/{number}/withdrawal",
            post(applications::withdraw),
        )
        .route(
            "/api/v1/applications/{number}/signing-code",
            post(applications::signing_code),
        )
        .route(
            "/api/v1/applications/{number}/signature",
            post(applications::sign),
        )
        .route(
            "/api/v1/applications/{number}/eds-signature",
            post(applications::eds_signature),
        )
        .route(
            "/api/v1/applications/{number}/qr",
            post(applications::ask_by_qr),
        )
        .route(
            "/api/v1/applications/{number}/qr/{token}",
            get(applications::qr_progress),
        )
        .route("/api/v1/mobile-sign/{token}", get(mobile_sign::describe))
        .route(
            "/api/v1/mobile-sign/{token}/documents",
            get(mobile_sign::documents).put(mobile_sign::sign),
        )
        .route(
            "/api/v1/consents/{token}",
            get(consents::show).post(consents::answer),
        )
        .route("/api/v1/consents/{token}/eds", post(consents::eds))
        .route("/api/v1/messages", get(messages::list))
        .route("/api/openapi.json", get(description::document))
        .route("/api/", get(description::reference))
        .route("/api/reference.css", get(description::style))
        .route("/api/{*rest}", axum::routing::any(unknown_address))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .route("/healthz", get(health::live))
        .route("/readyz", get(health::ready))
        .method_not_allowed_fallback(wrong_method)
        .with_state(app.clone());
    let router = api.merge(beside.unwrap_or_default());
    let router = match page::page(app.settings.page.as_deref()) {
        Some(page) => router.fallback_service(page),
        None => router.fallback(unknown_address),
    };
    Ok(router
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(from_fn_with_state(app.clone(), limit_all))
        .layer(from_fn(cut_off_slow))
        .layer(from_fn(render_problems))
        .layer(from_fn_with_state(headers, secure))
        .layer(from_fn(hear_out))
        .layer(from_fn_with_state(app.clone(), log)))
}
