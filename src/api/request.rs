use std::time::Duration;

use gloo_net::http::{Method, RequestBuilder};
use leptos::prelude::set_timeout_with_handle;
use web_sys::AbortController;
use words::Lang;

use super::write::Write;

/// How long an answer may take. Registers have a shorter time each.
const PATIENCE: Duration = Duration::from_secs(20);

/// Sends a request and waits for the status and the text of the answer. None where nobody has
/// answered, or not in a way that can be read.
pub(super) async fn send(
    path: &str,
    body: Option<String>,
    write: Option<&Write>,
    lang: Lang,
) -> Option<(u16, String)> {
    let abort = AbortController::new().ok();
    let signal = abort.as_ref().map(AbortController::signal);
    let timer = set_timeout_with_handle(
        move || {
            if let Some(abort) = &abort {
                abort.abort();
            }
        },
        PATIENCE,
    );
    let address = String::from("/api/v1/") + path;
    let mut builder = RequestBuilder::new(&address)
        .method(if body.is_none() {
            Method::GET
        } else {
            Method::POST
        })
        .header("Accept-Language", lang.tag())
        .abort_signal(signal.as_ref());
    if let Some(write) = write {
        builder = builder.header("Idempotency-Key", &write.key());
    }
    let request = match body {
        Some(body) if !body.is_empty() => builder
            .header("Content-Type", "application/json")
            .body(body),
        _ => builder.build(),
    };
    let response = request.ok()?.send().await.ok()?;
    let text = response.text().await.ok()?;
    if let Ok(timer) = timer {
        timer.clear();
    }
    Some((response.status(), text))
}
