use axum::{
    extract::Path,
    http::{
        StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use wire::ProblemCode;

use crate::{error::ApiError, routes::template::WORDS_SCRIPT};

const SCRIPT: &str = "text/javascript; charset=utf-8";

/// A script, style or picture of the sandbox pages.
pub(super) async fn asset(Path(name): Path<String>) -> Response {
    let (kind, text) = match name.as_str() {
        "sandbox.css" => (
            "text/css; charset=utf-8",
            include_str!("../../../assets/sandbox/sandbox.css"),
        ),
        "common.js" => (SCRIPT, include_str!("../../../assets/sandbox/common.js")),
        "words.js" => (SCRIPT, WORDS_SCRIPT),
        "people.js" => (SCRIPT, include_str!("../../../assets/sandbox/people.js")),
        "scan.js" => (SCRIPT, include_str!("../../../assets/sandbox/scan.js")),
        "phone.js" => (SCRIPT, include_str!("../../../assets/sandbox/phone.js")),
        "icon.svg" => (
            "image/svg+xml",
            include_str!("../../../assets/sandbox/icon.svg"),
        ),
        _ => return ApiError::new(ProblemCode::NotFound).into_response(),
    };
    (
        StatusCode::OK,
        [(CONTENT_TYPE, kind), (CACHE_CONTROL, "no-cache")],
        text,
    )
        .into_response()
}
