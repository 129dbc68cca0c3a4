use axum::{
    extract::Query,
    http::{
        HeaderValue,
        header::{CACHE_CONTROL, VARY},
    },
    response::{Html, IntoResponse, Response},
};
use serde::Deserialize;
use words::Lang;

use super::words::{said_by_scripts, word};
use crate::{
    http::Caller,
    routes::template::{escaped, filled, said_in},
};

const PAGE: &str = include_str!("../../../assets/staff/page.html");

/// What the address may say: the language, and nothing of anybody.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    lang: Option<String>,
}

/// `GET /staff?lang={kk|ru|en}`, in the browser's language where none is named.
pub(super) async fn page(caller: Caller, Query(asked): Query<Asked>) -> Response {
    let named = asked.lang.as_deref().and_then(Lang::from_tag);
    let mut response = Html(render(named.unwrap_or(caller.lang))).into_response();
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(VARY, HeaderValue::from_static("Accept-Language"));
    response
}

fn render(lang: Lang) -> String {
    filled(&[PAGE], |mark| match mark.strip_prefix('@') {
        None => escaped(word(lang, mark)),
        Some("lang") => lang.tag().to_owned(),
        // Of every language, so that nothing has to be asked for when the reader chooses another.
        Some("words") => Lang::ALL
            .map(|lang| said_in(lang, &said_by_scripts(lang)))
            .concat(),
        Some(at) => {
            let here = at.strip_prefix("at_").and_then(Lang::from_tag) == Some(lang);
            let current = if here { " aria-current=\"true\"" } else { "" };
            current.to_owned()
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_whole_in_every_language() {
        for lang in Lang::ALL {
            let html = render(lang);
            let tag = lang.tag();
            assert!(!html.contains("{{"), "{tag}");
            assert!(html.contains(&format!("<html lang=\"{tag}\">")));
            assert_eq!(html.matches("aria-current").count(), 1, "{tag}");
            assert!(
                !html.contains("style=") && !html.contains("<script>"),
                "the policy forbids them"
            );
        }
    }

    #[test]
    fn every_word_of_the_page_exists() {
        for rest in PAGE.split("{{").skip(1) {
            let mark = rest.split("}}").next().unwrap_or_default();
            if !mark.starts_with('@') {
                assert_ne!(word(Lang::En, mark), "", "{mark}");
            }
        }
    }

    #[test]
    fn what_the_page_says_from_the_start_can_be_said_in_another_language() {
        for rest in PAGE.split("data-word=\"").skip(1) {
            let (key, rest) = rest.split_once('"').unwrap_or_default();
            assert!(rest.starts_with(&format!(">{{{{{key}}}}}<")), "{key}");
        }
        for lang in Lang::ALL {
            let words = said_by_scripts(lang);
            for html in Lang::ALL.map(render) {
                assert!(html.contains(&words), "{}", lang.tag());
            }
        }
    }
}
