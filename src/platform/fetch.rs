use js_sys::futures::JsFuture;
use leptos::prelude::window;
use wasm_bindgen::JsCast;
use web_sys::{RequestInit, Response};

/// Fetches a file or an answer: its status and its text. None where nobody answers.
pub async fn fetch(address: &str, request: &RequestInit) -> Option<(u16, String)> {
    let response = window().fetch_with_str_and_init(address, request);
    let response: Response = JsFuture::from(response).await.ok()?.dyn_into().ok()?;
    let text = JsFuture::from(response.text().ok()?).await.ok()?;
    Some((response.status(), text.as_string()?))
}
