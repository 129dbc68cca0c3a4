//! The page of those who work with the service, `/staff`: no part of the citizens' page, but HTML with
//! a few scripts that call the same API. Nothing of anybody is in it before it has called.

mod assets;
mod page;
mod words;

use axum::{Router, routing::get};

use crate::app::App;

/// The page and its parts.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/staff", get(page::page))
        .route("/staff/", get(page::page))
        .route("/staff/assets/{name}", get(assets::asset))
}
