use gloo_net::http::Request;
use leptos::prelude::document;
use words::Lang;

/// Loads the words of a language, unless they are there. False if they cannot be had: without a
/// connection, or when the server has a newer page than this one.
pub async fn load(lang: Lang) -> bool {
    if words::is_loaded(lang) {
        return true;
    }
    let Some(file) = file(lang) else {
        return false;
    };
    let Ok(answer) = Request::get(&file).send().await else {
        return false;
    };
    match answer.text().await {
        Ok(pack) if answer.ok() => words::load(lang, pack),
        _ => false,
    }
}

/// The document names the file of each language.
fn file(lang: Lang) -> Option<String> {
    let names = document().query_selector("meta[name=words]").ok()??;
    names.get_attribute(&(String::from("data-") + lang.tag()))
}
