use leptos::prelude::document;
use web_sys::RequestInit;
use words::Lang;

use super::fetch::fetch;

/// Loads the words of a language, unless they are there. False if they cannot be had: without a
/// connection, or when the server has a newer page than this one.
pub async fn load(lang: Lang) -> bool {
    if words::is_loaded(lang) {
        return true;
    }
    let Some(file) = file(lang) else {
        return false;
    };
    match fetch(&file, &RequestInit::new()).await {
        Some((200, pack)) => words::load(lang, pack),
        _ => false,
    }
}

/// The document names the file of each language.
fn file(lang: Lang) -> Option<String> {
    let names = document().query_selector("meta[name=words]").ok()??;
    names.get_attribute(&(String::from("data-") + lang.tag()))
}
