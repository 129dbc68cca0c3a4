use std::time::Duration;

use leptos::prelude::set_timeout_with_handle;
use wasm_bindgen::JsValue;
use web_sys::{AbortController, Headers, RequestInit};
use words::Lang;

use super::write::Write;
use crate::platform::fetch::fetch;

/// How long an answer may take. Registers have a shorter time each.
const PATIENCE: Duration = Duration::from_secs(20);

/// Sends a request and waits for the status and the text of the answer. None where nobody has
/// answered, or not in a way that can be read.
pub(super) async fn send(
    method: &'static str,
    path: &str,
    body: Option<String>,
    write: Option<&Write>,
    lang: Lang,
) -> Option<(u16, String)> {
    let headers = Headers::new().ok()?;
    headers.set("Accept-Language", lang.tag()).ok()?;
    if let Some(write) = write {
        headers.set("Idempotency-Key", &write.key()).ok()?;
    }
    let request = RequestInit::new();
    request.set_method(method);
    if let Some(body) = body.filter(|body| !body.is_empty()) {
        headers.set("Content-Type", "application/json").ok()?;
        request.set_body(&JsValue::from_str(&body));
    }
    request.set_headers_headers(&headers);
    let abort = AbortController::new().ok()?;
    request.set_signal(Some(&abort.signal()));
    let timer = set_timeout_with_handle(move || abort.abort(), PATIENCE);
    let answer = fetch(&(String::from("/api/v1/") + path), &request).await;
    if let Ok(timer) = timer {
        timer.clear();
    }
    answer
}
